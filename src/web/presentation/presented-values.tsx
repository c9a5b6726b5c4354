import { ScrollRegion } from '#src/web/controls/scroll-region.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
import type { PresentedValueShownFragment } from '#src/web/gql/operations.ts';
import { THRESHOLD_STATUS } from '#src/web/review/review-words.ts';
import type { ShownPresentation } from './shown-presentation.ts';

/** The values as they were shown, in the words of then. */
export function PresentedValues({ presentation: { values } }: { readonly presentation: ShownPresentation }) {
  const smartNumbers = values.filter(({ definition }) => definition.kind === 'SMART_NUMBER');
  const metrics = values.filter(({ definition, value }) => definition.kind === 'METRIC' && value !== null);
  return (
    <section aria-labelledby="as-presented">
      <h2 id="as-presented">As it was presented</h2>
      <ValueTable title="SmartNumbers" values={smartNumbers} />
      <ValueTable title="Metrics" values={metrics} />
    </section>
  );
}

function ValueTable({
  title,
  values,
}: {
  readonly title: string;
  readonly values: readonly PresentedValueShownFragment[];
}) {
  const id = `presented-${title.toLowerCase()}`;
  return (
    <>
      <h3 id={id}>{title}</h3>
      <ScrollRegion className="presentation-scroll" label={`${title}, scrollable`}>
        <table aria-labelledby={id}>
          <TableHead columns={['Number', 'Value', 'Change', 'Calculation']} />
          <tbody>
            {values.map((value) => (
              <ValueRow key={value.definition.key} value={value} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}

function ValueRow({ value }: { readonly value: PresentedValueShownFragment }) {
  const { definition, formatted, state, status, change, calculation, enteredBy, notes } = value;
  return (
    <tr>
      <th scope="row">
        {definition.label}
        <span className="presentation-quiet"> {definition.category}</span>
      </th>
      <td className="presentation-number">
        {formatted}
        {status !== 'NONE' && <div className="presentation-quiet">{THRESHOLD_STATUS[status].word}</div>}
        {state === 'PARTIAL' && <div className="presentation-quiet">Partial</div>}
      </td>
      <td className="presentation-number">{change ?? '—'}</td>
      <td>
        {calculation}
        {enteredBy && <div className="presentation-quiet">Entered by {enteredBy}</div>}
        {notes && <div className="presentation-quiet">{notes}</div>}
      </td>
    </tr>
  );
}
