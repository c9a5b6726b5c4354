import { type FormEvent, useState } from 'react';
import { FormField } from '#src/web/controls/form-field.tsx';
import { columnLetter } from './column-letter.ts';
import type { ImportChoice } from './import-choice.ts';
import { SampleGrid } from './sample-grid.tsx';
import type { ImportPreview } from './use-import-preview.ts';

type Sample = ImportPreview['samples'][number];

interface LayoutFormProps {
  /** Why it is asked; null if a person wants to say it. */
  readonly message: string | null;
  readonly samples: readonly Sample[];
  readonly choice: ImportChoice;
  answer(said: Pick<ImportChoice, 'sheet' | 'layout'>): void;
  cancel(): void;
}

/** Where a file has its months and its metrics, shown on the beginning of its sheets. */
export function LayoutForm({ message, samples, choice, answer, cancel }: LayoutFormProps) {
  const [name, setName] = useState(choice.sheet ?? samples[0]?.name ?? '');
  const [isOnly, setOnly] = useState(choice.sheet !== null);
  const [isAcross, setAcross] = useState(true);
  const [months, setMonths] = useState(choice.layout.headingRow ?? null);
  const [metrics, setMetrics] = useState(choice.layout.labelColumn ?? null);
  const rows = samples.find((sample) => sample.name === name)?.rows ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const layout = {
      ...(months !== null && { headingRow: months }),
      ...(metrics !== null && { labelColumn: metrics }),
    };
    answer({ sheet: isOnly ? name : null, layout });
  };
  const turn = (next: boolean) => {
    setAcross(next);
    setMonths(null);
    setMetrics(null);
  };
  const lines = linesOf(rows);
  const [monthLines, metricLines] = isAcross ? [lines.rows, lines.columns] : [lines.columns, lines.rows];
  return (
    <form className="import-question" onSubmit={submit} noValidate>
      <p>{message === null ? 'Say which line has the months, and which one the metrics.' : `${message}.`}</p>
      <div className="import-fields">
        {samples.length > 1 && <SheetChoice {...{ samples, name, isOnly, setOnly }} choose={setName} />}
        <FormField label="The months are" columns="" name="direction" refusals={[]}>
          {(control) => (
            <select
              {...control}
              className="form-select"
              value={isAcross ? 'across' : 'down'}
              onChange={({ target }) => turn(target.value === 'across')}
            >
              <option value="across">across, in a row</option>
              <option value="down">down, in a column</option>
            </select>
          )}
        </FormField>
        <LineChoice
          label={`${isAcross ? 'Row' : 'Column'} with the months`}
          lines={monthLines}
          chosen={months}
          choose={setMonths}
        />
        <LineChoice
          label={`${isAcross ? 'Column' : 'Row'} with the metrics`}
          lines={metricLines}
          chosen={metrics}
          choose={setMetrics}
        />
      </div>
      <SampleGrid
        rows={rows}
        row={{
          index: isAcross ? months : metrics,
          role: isAcross ? 'months' : 'metrics',
          choose: isAcross ? setMonths : setMetrics,
        }}
        column={{
          index: isAcross ? metrics : months,
          role: isAcross ? 'metrics' : 'months',
          choose: isAcross ? setMetrics : setMonths,
        }}
      />
      <div className="import-actions">
        <button type="submit" className="btn btn-primary">
          Read it this way
        </button>
        <button type="button" className="btn btn-outline-secondary" onClick={cancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

interface SheetChoiceProps {
  readonly samples: readonly Sample[];
  readonly name: string;
  choose(name: string): void;
  readonly isOnly: boolean;
  setOnly(isOnly: boolean): void;
}

function SheetChoice({ samples, name, choose, isOnly, setOnly }: SheetChoiceProps) {
  return (
    <FormField label="Sheet" columns="" name="sheet" refusals={[]}>
      {(control) => (
        <>
          <select {...control} className="form-select" value={name} onChange={({ target }) => choose(target.value)}>
            {samples.map((sample) => (
              <option key={sample.name}>{sample.name}</option>
            ))}
          </select>
          <label className="form-check mt-1">
            <input
              type="checkbox"
              className="form-check-input"
              checked={isOnly}
              onChange={({ target }) => setOnly(target.checked)}
            />
            <span className="form-check-label">Read only this sheet</span>
          </label>
        </>
      )}
    </FormField>
  );
}

/** A row or column, with the beginning of what it holds. */
interface Line {
  readonly index: number;
  readonly name: string;
}

interface LineChoiceProps {
  readonly label: string;
  readonly lines: readonly Line[];
  readonly chosen: number | null;
  choose(index: number | null): void;
}

function LineChoice({ label, lines, chosen, choose }: LineChoiceProps) {
  return (
    <FormField label={label} columns="" name="line" refusals={[]}>
      {(control) => (
        <select
          {...control}
          className="form-select"
          value={chosen ?? ''}
          onChange={({ target }) => choose(target.value === '' ? null : Number(target.value))}
        >
          <option value="">Find it</option>
          {lines.map(({ index, name }) => (
            <option key={index} value={index}>
              {name}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
}

/** Lines that hold something; the others cannot be meant. */
function linesOf(rows: Sample['rows']): { readonly rows: readonly Line[]; readonly columns: readonly Line[] } {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  const named = (index: number, name: string, cells: readonly string[]): readonly Line[] => {
    const words = cells.filter((cell) => cell.trim() !== '');
    return words.length === 0 ? [] : [{ index, name: `${name}: ${words.slice(0, 3).join(', ')}` }];
  };
  return {
    rows: rows.flatMap((cells, index) => named(index, `Row ${index + 1}`, cells)),
    columns: Array.from({ length: width }, (_, index) =>
      named(
        index,
        `Column ${columnLetter(index)}`,
        rows.map((row) => row[index] ?? ''),
      ),
    ).flat(),
  };
}
