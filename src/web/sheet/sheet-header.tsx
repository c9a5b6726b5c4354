import { Link } from 'wouter';
import { fileOf } from '#src/web/organization.ts';
import { useIsEditor } from '#src/web/shell.ts';
import { downloadCsv } from './sheet-csv.ts';
import type { SheetYear } from './sheet-rows.ts';
import { type YearChoice, yearAfter } from './sheet-year.ts';

/** The title of the sheet, the choice of its year, and the ways to save it. */
export function SheetHeader({ choice, sheet }: { readonly choice: YearChoice; readonly sheet: SheetYear | null }) {
  const { year } = choice;
  const isEditor = useIsEditor();
  return (
    <header className="sheet-header">
      <div className="d-flex flex-wrap align-items-baseline column-gap-3">
        <h1 className="mb-0">Monthly Business Review {year}</h1>
        <span className="small text-body-secondary">Amounts in US dollars</span>
      </div>
      <div className="d-flex flex-wrap gap-2 d-print-none">
        <YearPicker choice={choice} />
        <button
          type="button"
          className="btn sheet-button"
          disabled={!sheet}
          onClick={() => sheet && downloadCsv(sheet, year)}
        >
          CSV
        </button>
        <a className="btn sheet-button" href={fileOf('/export/workbook', { year: String(year) })} download>
          Workbook
        </a>
        {isEditor && (
          <Link className="btn sheet-button" href="/import">
            Import
          </Link>
        )}
        <button type="button" className="btn sheet-button" onClick={() => print()}>
          Print
        </button>
      </div>
    </header>
  );
}

function YearPicker({ choice: { year, years, choose } }: { readonly choice: YearChoice }) {
  return (
    <div className="input-group w-auto flex-nowrap">
      <button
        type="button"
        className="btn sheet-button px-3"
        aria-label="Previous year"
        onClick={() => choose(yearAfter(year, -1))}
      >
        ‹
      </button>
      <select className="form-select" aria-label="Year" value={year} onChange={(event) => choose(event.target.value)}>
        {years.toReversed().map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
      <button
        type="button"
        className="btn sheet-button px-3"
        aria-label="Next year"
        onClick={() => choose(yearAfter(year, 1))}
      >
        ›
      </button>
    </div>
  );
}
