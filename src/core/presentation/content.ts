import type { AccountMapping } from '#src/core/books/account-mapping.ts';
import type { StatementBasis, StatementLine } from '#src/core/books/statement.ts';
import type { ValueState } from '#src/core/calculation/value-state.ts';
import type { DeviceGroup, DeviceRules } from '#src/core/collection/device.ts';
import type { Exclusion } from '#src/core/collection/provenance.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import type { SmartNumberDefinition } from '#src/core/metrics/smart-number-registry.ts';
import type { DataSource } from '#src/core/metrics/source.ts';
import type { Bound, PeriodKind, ThresholdStatus, ThresholdType } from '#src/core/metrics/threshold.ts';
import type { Month, Period, PeriodStatus } from '#src/core/period.ts';

/*
 * What is frozen when a period is presented (docs/presentations.md): everything that was shown, as plain JSON. Decimals are texts in
 * plain notation, instants ISO 8601. A presentation is rendered from its content alone, so that it opens as it was in every later
 * version: a change of these types is another format, and the reader of this one stays.
 */

/** Names the form of a content. */
export const PRESENTATION_FORMAT = 'qbr-presentation-1';

type Described = 'key' | 'label' | 'category' | 'format' | 'places' | 'better' | 'description' | 'formula';

/** What a metric was, as the registry had it. */
export type PresentedMetric = Pick<
  MetricDefinition,
  Described | 'source' | 'aggregation' | 'absentIsZero' | 'neverNegative' | 'unlikelyZero' | 'custom'
>;

/** What a SmartNumber was. */
export type PresentedSmartNumber = Pick<SmartNumberDefinition, Exclude<Described, 'key'> | 'isSumOfMonths'> & {
  readonly key: string;
};

/** Which value. */
export interface PresentedSubject {
  readonly kind: 'metric' | 'smartNumber';
  readonly key: string;
  readonly period: Period;
}

/** A value as it was shown, or that it was absent; and who or what gave it. */
export interface PresentedValue extends PresentedSubject {
  readonly value: string | null;
  readonly display: string;
  readonly state: ValueState;
  /** The months that it was computed on. */
  readonly months: readonly Month[];
  readonly status: ThresholdStatus;
  readonly source: DataSource | null;
  /** Key of the vendor. */
  readonly vendor: string | null;
  readonly enteredBy: string | null;
  readonly notes: string | null;
  readonly collectedAt: string | null;
  readonly updatedAt: string | null;
}

/** A limit. */
export interface PresentedThreshold {
  readonly metric: string;
  readonly type: ThresholdType;
  readonly bound: Bound;
  readonly value: string;
}

/** A line of a statement; its amount is a text. */
export type PresentedLine = Omit<StatementLine, 'amount'> & { readonly amount: string };

/** The statement that a month's values were from. */
export interface PresentedStatement {
  readonly version: number;
  readonly basis: StatementBasis | null;
  readonly source: string;
  readonly readAt: string;
  readonly lines: readonly PresentedLine[];
}

/** The mapping that a month's values were from, else the one in force. */
export interface PresentedMapping extends AccountMapping {
  readonly version: number;
  readonly from: Month;
}

/** What decided the collected values of a month. */
export interface PresentedMonthRules {
  readonly month: Month;
  /** Null where no values are from the books. */
  readonly statement: PresentedStatement | null;
  readonly mapping: PresentedMapping | null;
  readonly snapshot: { readonly date: string; readonly devices: readonly DeviceGroup[] } | null;
}

/** What decides a value beside the data, but for the definitions. */
export interface PresentedRules {
  readonly timeZone: string;
  readonly boards: readonly string[];
  readonly closedStatuses: readonly string[];
  readonly devices: DeviceRules;
  /** QuickBooks' own, `YYYY-MM-DD`. */
  readonly closingDate: string | null;
  readonly thresholds: readonly PresentedThreshold[];
  readonly months: readonly PresentedMonthRules[];
}

/** The part of a content that is compared with what is stored now. */
export interface PresentedState {
  readonly period: Period;
  readonly months: readonly Month[];
  readonly metrics: readonly PresentedMetric[];
  readonly smartNumbers: readonly PresentedSmartNumber[];
  /** Those of the period, SmartNumbers first, then of a quarter those of its months. */
  readonly values: readonly PresentedValue[];
  readonly rules: PresentedRules;
}

/** A value of the period beside that of an earlier one. */
export interface PresentedComparison extends PresentedSubject {
  readonly since: 'PREVIOUS' | 'YEAR_AGO';
  readonly earlier: Period;
  readonly value: string | null;
  readonly display: string;
  readonly absolute: string | null;
  readonly percent: string | null;
  /** The change as displayed. */
  readonly change: string | null;
  readonly better: boolean | null;
  readonly comparable: boolean;
  readonly reason: string | null;
  /** What contributed to the change, in a sentence. */
  readonly sentence: string | null;
}

/** A calculation with its numbers. Its components name theirs by `id`. */
export interface PresentedBreakdown {
  readonly id: string;
  readonly formula: string;
  readonly display: string;
  readonly result: string | null;
  readonly obstacle: string | null;
  readonly missing: readonly string[];
  readonly components: readonly PresentedComponent[];
}

interface PresentedComponent {
  readonly key: string;
  readonly period: Period;
  readonly value: string | null;
  readonly display: string;
  /** Null for a leaf. */
  readonly breakdown: string | null;
}

/** Which calculation gave a value of the period. */
export interface PresentedExplanation extends PresentedSubject {
  readonly breakdown: string;
}

/** How a collected value was counted. */
export interface PresentedOrigin {
  readonly key: string;
  readonly period: Period;
  readonly run: number | null;
  readonly filter: string;
  readonly rowsCounted: number;
  readonly exclusions: readonly Exclusion[];
  readonly snapshotDate: string | null;
}

export interface PresentedFinding {
  readonly id: number;
  readonly month: Month;
  readonly metric: string;
  readonly kind: string;
  readonly message: string;
  readonly value: string;
  readonly previousValue: string | null;
  readonly createdAt: string;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly note: string | null;
}

/** An input that was absent. */
export interface PresentedGap {
  readonly month: Month;
  readonly key: string;
  readonly label: string;
}

/** Everything that was shown of a period when it was presented. */
export interface PresentationContent extends PresentedState {
  readonly format: typeof PRESENTATION_FORMAT;
  readonly version: number;
  readonly presentedAt: string;
  readonly presentedBy: string;
  readonly note: string | null;
  /** The version of the program that froze it. */
  readonly program: string;
  /** The newest audit entry before it. */
  readonly auditAnchor: string | null;
  /** The digest of the organization's presentation before this one; zeros for the first. */
  readonly previousDigest: string;
  readonly organization: { readonly id: number; readonly name: string };
  readonly label: string;
  readonly kind: PeriodKind;
  readonly start: string;
  readonly end: string;
  readonly status: PeriodStatus;
  readonly missing: readonly PresentedGap[];
  readonly findings: readonly PresentedFinding[];
  readonly comparisons: readonly PresentedComparison[];
  readonly explanations: readonly PresentedExplanation[];
  readonly breakdowns: readonly PresentedBreakdown[];
  readonly origins: readonly PresentedOrigin[];
  /** What the pack says, with `asOf` and the points of its sparklines as texts. */
  readonly pack: object;
  /** The derivation (docs/derivation.md). */
  readonly derivation: object;
}

/** A content of a format that this program cannot read. */
export class UnknownFormatError extends Error {
  constructor(format: unknown) {
    super(`A presentation of the format ${JSON.stringify(format)} is read by a later version of the program`);
    this.name = 'UnknownFormatError';
  }
}

/**
 * A stored content. There is a reader for each format that was ever written; so far for one.
 * @throws UnknownFormatError
 */
export function readPresentationContent(stored: unknown): PresentationContent {
  const { format } = (stored ?? {}) as { readonly format?: unknown };
  if (format !== PRESENTATION_FORMAT) throw new UnknownFormatError(format);
  return stored as PresentationContent;
}

/** The subject of a value, as a map's key. */
export function subjectKey({ kind, key, period }: PresentedSubject): string {
  return `${kind} ${key} ${period}`;
}

/** Finds definitions by kind and key. */
export function definitionsIn({
  metrics,
  smartNumbers,
}: Pick<PresentedState, 'metrics' | 'smartNumbers'>): (
  subject: Pick<PresentedSubject, 'kind' | 'key'>,
) => PresentedMetric | PresentedSmartNumber | undefined {
  const byKey = {
    metric: new Map(metrics.map((each) => [each.key, each])),
    smartNumber: new Map(smartNumbers.map((each) => [each.key, each])),
  };
  return ({ kind, key }) => byKey[kind].get(key);
}
