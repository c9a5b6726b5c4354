import { ScrollRegion } from '#src/web/controls/scroll-region.tsx';
import { columnLetter } from './column-letter.ts';

/** The chosen row or column of a sample. */
interface ChosenLine {
  readonly index: number | null;
  /** What it holds. */
  readonly role: 'months' | 'metrics';
  choose(index: number): void;
}

interface SampleGridProps {
  readonly rows: readonly (readonly string[])[];
  readonly row: ChosenLine;
  readonly column: ChosenLine;
}

/** The beginning of a sheet. A click on the head of a row or column chooses it; with the keyboard, the lists above do. */
export function SampleGrid({ rows, row, column }: SampleGridProps) {
  const width = rows.reduce((widest, cells) => Math.max(widest, cells.length), 0);
  const columns = Array.from({ length: width }, (_, index) => index);
  return (
    <ScrollRegion className="import-sample" label="Beginning of the sheet">
      <table>
        <thead>
          <tr>
            <td />
            {columns.map((index) => (
              <th key={index} scope="col" data-role={index === column.index ? column.role : undefined}>
                <LineButton name={columnLetter(index)} line={column} index={index} kind="Column" />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, rowIndex) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name.
            <tr key={rowIndex} data-role={rowIndex === row.index ? row.role : undefined}>
              <th scope="row">
                <LineButton name={String(rowIndex + 1)} line={row} index={rowIndex} kind="Row" />
              </th>
              {columns.map((index) => (
                <td key={index} data-role={index === column.index ? column.role : undefined}>
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface LineButtonProps {
  readonly name: string;
  readonly line: ChosenLine;
  readonly index: number;
  readonly kind: 'Row' | 'Column';
}

function LineButton({ name, line, index, kind }: LineButtonProps) {
  const isChosen = line.index === index;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-pressed={isChosen}
      aria-label={`${kind} ${name} has the ${line.role}`}
      onClick={() => line.choose(index)}
    >
      {name}
      {isChosen && <span className="import-role"> {line.role}</span>}
    </button>
  );
}
