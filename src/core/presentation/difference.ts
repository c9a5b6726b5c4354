import {
  definitionsIn,
  type PresentedMetric,
  type PresentedSmartNumber,
  type PresentedState,
  type PresentedSubject,
  type PresentedValue,
  subjectKey,
} from './content.ts';

/** What has become of a presented value. */
export type DifferenceState = 'SAME' | 'CHANGED' | 'NEW' | 'GONE';

/** A value as it was presented, beside what is stored now. */
export interface Difference extends PresentedSubject {
  /** As presented; of a value that the program of then did not know, as of now. */
  readonly definition: PresentedMetric | PresentedSmartNumber;
  readonly state: DifferenceState;
  readonly presented: string | null;
  readonly now: string | null;
  readonly presentedDisplay: string;
  readonly nowDisplay: string;
  /** What else differs, each in a sentence. */
  readonly remarks: readonly string[];
}

/** Every value that was presented or is stored now: those of the period, SmartNumbers first, then those of its months. */
export function differencesSince(presented: PresentedState, now: PresentedState): Difference[] {
  const [was, is] = [presented, now].map(({ values }) => new Map(values.map((each) => [subjectKey(each), each])));
  const [definitionThen, definitionNow] = [definitionsIn(presented), definitionsIn(now)];
  const subjects = new Map([...now.values, ...presented.values].map((each) => [subjectKey(each), each]));
  const isOfMonth = ({ period }: PresentedValue) => period !== presented.period;
  const inOrder = [...subjects.values()].sort((a, b) => Number(isOfMonth(a)) - Number(isOfMonth(b)));
  return inOrder.flatMap((subject): Difference[] => {
    const { kind, key, period } = subject;
    const [before, after] = [was?.get(subjectKey(subject)), is?.get(subjectKey(subject))];
    const state = stateOf(before?.value ?? null, after?.value ?? null);
    const definition = definitionThen(subject) ?? definitionNow(subject);
    if (state === null || !definition) return [];
    return [
      {
        ...{ kind, key, period, definition, state },
        ...{ presented: before?.value ?? null, now: after?.value ?? null },
        ...{ presentedDisplay: before?.display ?? '—', nowDisplay: after?.display ?? '—' },
        remarks: before && after ? remarksOn(before, after) : [],
      },
    ];
  });
}

/** Null for a value that is absent in both. */
function stateOf(before: string | null, after: string | null): DifferenceState | null {
  if (before === null) return after === null ? null : 'NEW';
  if (after === null) return 'GONE';
  return before === after ? 'SAME' : 'CHANGED';
}

function remarksOn(before: PresentedValue, after: PresentedValue): string[] {
  const told = (what: string, one: string | null, other: string | null): string[] =>
    one === other ? [] : [`${what}: ${other ?? 'none'} (presented: ${one ?? 'none'})`];
  const bySource = ({ source, enteredBy }: PresentedValue) =>
    source === 'manual' ? `entered by ${enteredBy ?? 'an unknown person'}` : source;
  const isBoth = before.value !== null && after.value !== null;
  return [
    ...(isBoth ? told('Origin', bySource(before), bySource(after)) : []),
    ...told('Note', before.notes, after.notes),
    ...told('Status', before.status, after.status),
    ...(isBoth ? told('Computed on', before.months.join(', '), after.months.join(', ')) : []),
  ];
}
