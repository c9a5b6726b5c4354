// Written by `npm run codegen`; do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedOperation } from '../typed-operation.ts';
export type Role =
  | 'VIEWER'
  | 'EDITOR'
  | 'ADMIN';

export type ValueFormat =
  | 'NUMBER'
  | 'CURRENCY'
  | 'PERCENTAGE';

export type ValueState =
  | 'EXACT'
  | 'PARTIAL'
  | 'NO_DATA'
  | 'NOT_COMPUTABLE';

export type ThresholdStatus =
  | 'OK'
  | 'WARNING'
  | 'CRITICAL'
  | 'NONE'
  | 'UNKNOWN';

export type DataSource =
  | 'COLLECTED'
  | 'MANUAL'
  | 'CALCULATED';

export type PeriodKind =
  | 'MONTH'
  | 'QUARTER';

export type MetricCategory =
  | 'SUPPORT_TICKETS'
  | 'DEVICES'
  | 'REVENUE'
  | 'EXPENSES'
  | 'PROFIT'
  | 'GENERAL'
  | 'SALES'
  | 'INTERMEDIATE'
  | 'FINANCIAL_HEALTH';

export type Aggregation =
  | 'SUM'
  | 'AVERAGE'
  | 'LAST'
  | 'FORMULA';

export type SmartNumberCategory =
  | 'OPERATIONS'
  | 'PROFIT'
  | 'REVENUE'
  | 'LEVERAGE'
  | 'SALES';

export type PeriodStatus =
  | 'FUTURE'
  | 'RUNNING'
  | 'ENDED'
  | 'CLOSED';

export type AttentionSeverity =
  | 'CRITICAL'
  | 'WARNING'
  | 'NOTICE';

export type ReviewQueryVariables = Exact<{
  period: string;
  kind: PeriodKind;
  from: string;
}>;


export type ReviewQuery = { readonly organization: { readonly period: { readonly period: string, readonly label: string, readonly status: PeriodStatus, readonly smartNumbers: ReadonlyArray<{ readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly months: ReadonlyArray<string>, readonly definition: { readonly key: string, readonly label: string, readonly category: SmartNumberCategory, readonly format: ValueFormat }, readonly change: { readonly percent: string | null, readonly better: boolean | null, readonly comparable: boolean, readonly reason: string | null } | null, readonly breakdown: { readonly missing: ReadonlyArray<{ readonly label: string }> } }> }, readonly periods: ReadonlyArray<{ readonly label: string, readonly smartNumbers: ReadonlyArray<{ readonly value: string | null, readonly state: ValueState, readonly definition: { readonly key: string } }> }>, readonly attention: ReadonlyArray<
      | { readonly __typename: 'ThresholdBreach', readonly severity: AttentionSeverity, readonly message: string, readonly action: string }
      | { readonly __typename: 'OpenFindings', readonly severity: AttentionSeverity, readonly message: string, readonly action: string }
      | { readonly __typename: 'MissingInputs', readonly severity: AttentionSeverity, readonly message: string, readonly action: string }
      | { readonly __typename: 'CollectionProblem', readonly severity: AttentionSeverity, readonly message: string, readonly action: string }
    > } | null };

export type SheetQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type SheetQuery = { readonly organization: { readonly months: ReadonlyArray<{ readonly period: string, readonly label: string, readonly status: PeriodStatus }>, readonly review: ReadonlyArray<{ readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string, readonly category: MetricCategory, readonly aggregation: Aggregation | null, readonly isEditable: boolean }, readonly points: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly source: DataSource | null, readonly enteredBy: string | null, readonly notes: string | null, readonly updatedAt: string | null }>, readonly total: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> }, readonly previousYear: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> } | null }>, readonly financialHealth: ReadonlyArray<{ readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string, readonly category: MetricCategory, readonly aggregation: Aggregation | null, readonly isEditable: boolean }, readonly points: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly source: DataSource | null, readonly enteredBy: string | null, readonly notes: string | null, readonly updatedAt: string | null }>, readonly total: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> }, readonly previousYear: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> } | null }>, readonly intermediate: ReadonlyArray<{ readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string, readonly category: MetricCategory, readonly aggregation: Aggregation | null, readonly isEditable: boolean }, readonly points: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly source: DataSource | null, readonly enteredBy: string | null, readonly notes: string | null, readonly updatedAt: string | null }>, readonly total: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> }, readonly previousYear: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> } | null }>, readonly smartNumbers: ReadonlyArray<{ readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string }, readonly points: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState }>, readonly total: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> }, readonly previousYear: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> } | null }> } | null };

export type MetricRowFragment = { readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string, readonly category: MetricCategory, readonly aggregation: Aggregation | null, readonly isEditable: boolean }, readonly points: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly source: DataSource | null, readonly enteredBy: string | null, readonly notes: string | null, readonly updatedAt: string | null }>, readonly total: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> }, readonly previousYear: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> } | null };

export type RowTotalFragment = { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> };

export type ShellQueryVariables = Exact<{ [key: string]: never; }>;


export type ShellQuery = { readonly viewer: { readonly name: string, readonly roles: ReadonlyArray<Role>, readonly isLocal: boolean }, readonly organization: { readonly name: string, readonly latestQuarter: { readonly period: string } | null, readonly latestMonth: { readonly period: string } | null, readonly quarters: ReadonlyArray<{ readonly period: string, readonly label: string, readonly status: PeriodStatus }>, readonly months: ReadonlyArray<{ readonly period: string, readonly label: string, readonly status: PeriodStatus }> } | null };

export const ReviewOperation: TypedOperation<ReviewQuery, ReviewQueryVariables> = {
  name: 'Review',
  kind: 'query',
  sha256: 'ec3386206b7568a0f3df43c05c031505c4338d82147800951e7373e33badaaaa',
};

export const SheetOperation: TypedOperation<SheetQuery, SheetQueryVariables> = {
  name: 'Sheet',
  kind: 'query',
  sha256: '0e3326062451036b3972dcafa8cdde80b08d87604bcb8986e94d807520656083',
};

export const ShellOperation: TypedOperation<ShellQuery, ShellQueryVariables> = {
  name: 'Shell',
  kind: 'query',
  sha256: '72c585ed2494121017e114c43c7a6be46253b8dcea71d2554d071313e09b80ff',
};
