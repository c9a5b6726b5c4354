import { namesIn } from '#src/core/derivation/formula-text.ts';
import { isMonth, periodLabel } from '#src/core/period.ts';
import { listed } from '#src/core/words.ts';
import type { PresentedSubject } from './content.ts';
import type { Stand } from './stand.ts';

/** More are not named. */
const NAMED = 6;

/** For want of which inputs a value is absent in one of two states: `for want of Employees of May 2026`; null where that is not why. */
export function lackingInputs(
  subject: PresentedSubject,
  { without, having }: { readonly without: Stand; readonly having: Stand },
  labels: ReadonlyMap<string, string>,
): string | null {
  const inputs = inputKeys(subject, having.rules);
  const lacking = having.months.flatMap(({ month, leaves }) => {
    const there = without.months.find((each) => each.month === month)?.leaves;
    return [...leaves.keys()].filter((key) => inputs.has(key) && !there?.has(key)).map((key) => ({ key, month }));
  });
  if (lacking.length === 0 || lacking.length > NAMED) return null;
  const names = lacking.map(({ key, month }) => {
    const label = labels.get(key) ?? key;
    return isMonth(subject.period) ? label : `${label} of ${periodLabel(month)}`;
  });
  return `for want of ${listed(names)}`;
}

/** Whatever a value is computed from, down to its leaves; a leaf itself. */
function inputKeys({ kind, key }: PresentedSubject, { metrics, smartNumbers }: Stand['rules']): ReadonlySet<string> {
  const formulas = new Map(metrics.map((each) => [each.key, each.formula]));
  const keys = new Set<string>();
  const visit = (input: string): void => {
    if (keys.has(input)) return;
    keys.add(input);
    for (const name of namesIn(formulas.get(input) ?? '')) visit(name);
  };
  if (kind === 'metric') visit(key);
  else for (const name of namesIn(smartNumbers.find((each) => each.key === key)?.formula ?? '')) visit(name);
  return keys;
}
