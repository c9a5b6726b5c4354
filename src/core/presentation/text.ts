import { periodLabel } from '#src/core/period.ts';
import { PERIOD_STATUS_WORDS } from '#src/core/review-words.ts';
import { counted } from '#src/core/words.ts';
import { definitionsIn, type PresentationContent, type PresentedValue, subjectKey } from './content.ts';

/** A presentation as text: what was shown, from its content alone, so that the same one gives the same text. */
export function presentationText(content: PresentationContent, digest: string): string {
  const { organization, label, version, presentedAt, presentedBy, note, status, missing, findings } = content;
  const open = findings.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  return [
    `${organization.name}: ${label}, version ${version}`,
    `Presented on ${presentedAt} by ${presentedBy}${note === null ? '' : `: ${note}`}`,
    `Status: ${PERIOD_STATUS_WORDS[status].word}`,
    `Digest: ${digest}`,
    '',
    ...valueLines(content, 'smartNumber'),
    ...valueLines(content, 'metric'),
    ...(missing.length === 0 ? [] : [`${counted(missing.length, 'input')} missing:`]),
    ...missing.map((gap) => `  ${gap.label} of ${periodLabel(gap.month)}`),
    ...(open.length === 0 ? [] : [`${counted(open.length, 'finding')} not acknowledged:`]),
    ...open.map(({ message }) => `  ${message}`),
  ].join('\n');
}

/** The values of the period by category; absent metrics are left out. */
function valueLines(content: PresentationContent, kind: PresentedValue['kind']): string[] {
  const definitionOf = definitionsIn(content);
  const breakdowns = new Map(content.breakdowns.map((each) => [each.id, each]));
  const explained = new Map(content.explanations.map((each) => [subjectKey(each), breakdowns.get(each.breakdown)]));
  const values = content.values.filter((value) => value.kind === kind && value.period === content.period);
  const shown = kind === 'smartNumber' ? values : values.filter(({ value }) => value !== null);
  const lines: string[] = [];
  let category: string | undefined;
  for (const value of shown) {
    const definition = definitionOf(value);
    if (definition?.category !== category) lines.push(definition?.category ?? '');
    category = definition?.category;
    const state = value.state === 'EXACT' ? '' : ` (${value.state})`;
    const status = value.status === 'NONE' ? '' : ` [${value.status}]`;
    lines.push(`  ${definition?.label ?? value.key}: ${value.display}${state}${status}`);
    const display = explained.get(subjectKey(value))?.display;
    if (display) lines.push(`    ${display}`);
  }
  return [...lines, ''];
}
