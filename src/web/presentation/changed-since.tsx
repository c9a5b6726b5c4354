import { ScrollRegion } from '#src/web/controls/scroll-region.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
import type { DifferenceShownFragment, RuleChangeShownFragment } from '#src/web/gql/operations.ts';
import { formatPeriod } from '#src/web/values/period.ts';
import { changedWords, DIFFERENCE_STATE, RULE_KIND } from './presentation-words.ts';
import type { ShownPresentation } from './shown-presentation.ts';

/** What has changed since a presentation: rules first, then numbers. */
export function ChangedSince({ presentation }: { readonly presentation: ShownPresentation }) {
  const { ruleChanges, differences, changedCount } = presentation;
  const words = changedWords(changedCount, ruleChanges.length);
  return (
    <section aria-labelledby="changed-since">
      <h2 id="changed-since">Since it was presented</h2>
      <p>{`${words.charAt(0).toUpperCase()}${words.slice(1)}.`}</p>
      {ruleChanges.length > 0 && <RuleTable changes={ruleChanges} />}
      {differences.length > 0 && <DifferenceTable differences={differences} />}
    </section>
  );
}

function RuleTable({ changes }: { readonly changes: readonly RuleChangeShownFragment[] }) {
  return (
    <>
      <h3 id="changed-rules">Rules</h3>
      <p className="presentation-quiet">What follows from a changed rule is never counted as a change of data.</p>
      <ScrollRegion className="presentation-scroll" label="Rules, scrollable">
        <table aria-labelledby="changed-rules">
          <TableHead columns={['Rule', 'Presented', 'Now']} />
          <tbody>
            {changes.map(({ kind, subject, period, before, after }) => (
              <tr key={`${kind} ${subject} ${period}`}>
                <th scope="row">
                  {RULE_KIND[kind]}: {subject}
                  {period && <span className="presentation-quiet"> {formatPeriod(period)}</span>}
                </th>
                <td>{before ?? '—'}</td>
                <td>{after ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}

function DifferenceTable({ differences }: { readonly differences: readonly DifferenceShownFragment[] }) {
  return (
    <>
      <h3 id="changed-numbers">Numbers</h3>
      <ScrollRegion className="presentation-scroll" label="Numbers, scrollable">
        <table aria-labelledby="changed-numbers">
          <TableHead columns={['Number', 'Presented', 'Now', 'Why']} />
          <tbody>
            {differences.map((difference) => (
              <DifferenceRow key={idOf(difference)} difference={difference} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}

function idOf({ definition: { kind, key } }: DifferenceShownFragment): string {
  return `difference-${kind.toLowerCase()}-${key}`;
}

function DifferenceRow({ difference }: { readonly difference: DifferenceShownFragment }) {
  const { definition, state, presentedFormatted, nowFormatted, attribution, remarks } = difference;
  return (
    <tr id={idOf(difference)}>
      <th scope="row">
        {definition.label}
        <span className="presentation-quiet"> {DIFFERENCE_STATE[state]}</span>
      </th>
      <td className="presentation-number">{presentedFormatted}</td>
      <td className="presentation-number">{nowFormatted}</td>
      <td>
        {attribution.sentence ?? `Not divided among its inputs: ${attribution.reason}.`}
        {attribution.parts.map(({ kind, label, formatted }) => (
          <div key={kind}>
            <strong>{kind === 'COVERAGE' ? 'Coverage' : 'Rule'}</strong>: {label} {formatted}
          </div>
        ))}
        {remarks.map((remark) => (
          <div key={remark} className="presentation-quiet">
            {remark}
          </div>
        ))}
      </td>
    </tr>
  );
}
