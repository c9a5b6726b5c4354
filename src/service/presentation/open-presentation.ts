import type { PresentationGap } from '#src/core/errors.ts';
import { type Period, periodLabel } from '#src/core/period.ts';
import {
  definitionsIn,
  type PresentationContent,
  type PresentedMetric,
  type PresentedSmartNumber,
  type PresentedSubject,
  type PresentedValue,
  subjectKey,
} from '#src/core/presentation/content.ts';
import { type RuleChange, ruleChangeSentence } from '#src/core/presentation/rule-change.ts';
import type { Report } from '#src/service/report/report.ts';
import {
  countChanged,
  type DifferenceFilter,
  type PresentedDifference,
  type SincePresented,
  selectDifferences,
  sincePresented,
} from './differences.ts';
import { requirePresented, type StoredPresentation } from './presentation.ts';
import type { PresentationSettings } from './state.ts';

export type { RuleChange } from '#src/core/presentation/rule-change.ts';

/** A definition with what it is of. */
export type NamedDefinition = (PresentedMetric | PresentedSmartNumber) & Pick<PresentedSubject, 'kind'>;

/** A presented value with its definition, calculation and change. */
export interface PresentedNumber extends PresentedValue {
  readonly definition: NamedDefinition;
  readonly calculation: string | null;
  readonly change: string | null;
}

/** A presentation whose content is read, and compared with what is stored now, when it is asked for; each once. */
export interface OpenPresentation extends StoredPresentation {
  content(): Promise<PresentationContent>;
  values(includeMonths: boolean): Promise<readonly PresentedNumber[]>;
  gaps(): Promise<readonly PresentationGap[]>;
  since(): Promise<SincePresented>;
  differences(filter: DifferenceFilter): Promise<readonly PresentedDifference[]>;
  changedCount(): Promise<number>;
}

/** Opens a stored presentation for one request. */
export function openPresentation(
  report: Report,
  stored: StoredPresentation,
  settings: PresentationSettings,
): OpenPresentation {
  let reading: Promise<PresentationContent> | undefined;
  let comparing: Promise<SincePresented> | undefined;
  const content = (): Promise<PresentationContent> => {
    const { period, version } = stored;
    reading ??= requirePresented(report.scope, { period, version }).then((presentation) => presentation.content);
    return reading;
  };
  const since = (): Promise<SincePresented> => {
    comparing ??= content().then((presented) => sincePresented(report, { ...stored, content: presented }, settings));
    return comparing;
  };
  return {
    ...stored,
    content,
    since,
    values: async (includeMonths) => presentedNumbers(await content(), includeMonths),
    gaps: async () => gapsIn(await content()),
    differences: async (filter) => selectDifferences(await since(), stored, filter),
    changedCount: async () => countChanged(await since(), stored),
  };
}

function presentedNumbers(content: PresentationContent, includeMonths: boolean): PresentedNumber[] {
  const definitionOf = definitionsIn(content);
  const breakdowns = new Map(content.breakdowns.map(({ id, display }) => [id, display]));
  const calculations = new Map(
    content.explanations.map((each) => [subjectKey(each), breakdowns.get(each.breakdown) ?? null]),
  );
  const changes = new Map(
    content.comparisons.flatMap((each) => (each.since === 'PREVIOUS' ? [[subjectKey(each), each.change]] : [])),
  );
  return content.values
    .filter(({ period }) => includeMonths || period === content.period)
    .flatMap((value) => {
      const definition = definitionOf(value);
      if (!definition) return [];
      const key = subjectKey(value);
      const named = { ...definition, kind: value.kind };
      return [
        { ...value, definition: named, calculation: calculations.get(key) ?? null, change: changes.get(key) ?? null },
      ];
    });
}

function gapsIn({ missing, findings }: PresentationContent): PresentationGap[] {
  return [
    ...missing.map(({ month, key, label }): PresentationGap => {
      return {
        kind: 'missing_input',
        period: month,
        metric: key,
        message: `${label} of ${periodLabel(month as Period)}`,
      };
    }),
    ...findings
      .filter(({ acknowledgedAt }) => acknowledgedAt === null)
      .map(({ month, metric, message }): PresentationGap => {
        return { kind: 'open_finding', period: month, metric, message };
      }),
  ];
}

/** A change of a rule in a sentence. */
export function sentenceOfRule(change: RuleChange): string {
  return ruleChangeSentence(change);
}
