// Written by `npm run codegen`; do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type Role =
  | 'VIEWER'
  | 'EDITOR'
  | 'ADMIN';

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

export type FindingKind =
  | 'SUSPICIOUS_ZERO'
  | 'LARGE_CHANGE'
  | 'DRIFT'
  | 'UNMAPPED_ACCOUNT'
  | 'MAPPING_CONFLICT'
  | 'DIFFERS_FROM_FORMULA';

export type ChangeCause =
  | 'COLLECTION'
  | 'ENTRY'
  | 'RELEASE'
  | 'RECALCULATION'
  | 'IMPORT'
  | 'UNDO';

export type VendorKey =
  | 'CONNECTWISE'
  | 'NINJAONE'
  | 'QUICKBOOKS'
  | 'MANUAL';

export type PeriodStatus =
  | 'FUTURE'
  | 'RUNNING'
  | 'ENDED'
  | 'CLOSED';

export type ThresholdType =
  | 'WARNING'
  | 'CRITICAL';

export type Bound =
  | 'MIN'
  | 'MAX';

export type CollectionLogStatus =
  | 'RUNNING'
  | 'SUCCESS'
  | 'PARTIAL'
  | 'FAILED';

export type RunTrigger =
  | 'SCHEDULE'
  | 'CATCH_UP'
  | 'CLI'
  | 'API'
  | 'WEB_CONNECTOR';

export type StatementSection =
  | 'INCOME'
  | 'COGS'
  | 'EXPENSE'
  | 'OTHER_INCOME'
  | 'OTHER_EXPENSE';

export type MappedMetric =
  | 'NRR'
  | 'MRR'
  | 'ORR'
  | 'MISC_REVENUE'
  | 'PAYROLL_TOTAL'
  | 'UNCATEGORIZED_EXPENSES';

export type StatementBasis =
  | 'ACCRUAL'
  | 'CASH';

export type StatementSource =
  | 'WEB_CONNECTOR'
  | 'ONLINE'
  | 'FILE';

export type AccountMappingState =
  | 'NONE'
  | 'PROPOSED'
  | 'CONFIRMED';

export type ApiKeyState =
  | 'VALID'
  | 'EXPIRED'
  | 'REVOKED';

export type MetricEntryInput = {
  readonly metric: string;
  readonly value: string | number;
  readonly notes?: string | null | undefined;
  readonly expectedUpdatedAt?: string | null | undefined;
  readonly expectedAbsent?: boolean | null | undefined;
};

export type EnterMetricsInput = {
  readonly organizationId?: number;
  readonly period: string;
  readonly entries: ReadonlyArray<MetricEntryInput>;
};

export type SetThresholdInput = {
  readonly organizationId?: number;
  readonly metric: string;
  readonly type: ThresholdType;
  readonly bound?: Bound | null | undefined;
  readonly value: string | number;
};

export type AcknowledgeFindingInput = {
  readonly organizationId?: number;
  readonly id: number;
  readonly note?: string | null | undefined;
};

export type InvitePersonInput = {
  readonly organizationId?: number;
  readonly email: string;
  readonly role: Role;
};

export type DemoQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type DemoQuery = { readonly organization: { readonly periods: ReadonlyArray<{ readonly period: string, readonly status: PeriodStatus }>, readonly closed: { readonly status: PeriodStatus, readonly smartNumbers: ReadonlyArray<{ readonly state: ValueState, readonly status: ThresholdStatus }> }, readonly running: { readonly status: PeriodStatus, readonly metrics: ReadonlyArray<{ readonly state: ValueState }> }, readonly collected: ReadonlyArray<{ readonly period: string, readonly metrics: ReadonlyArray<{ readonly value: string | null, readonly source: DataSource | null, readonly definition: { readonly key: string } }> }>, readonly findings: { readonly edges: ReadonlyArray<{ readonly node: { readonly kind: FindingKind, readonly period: string, readonly metric: string } }> } } | null };

export type FirstNightQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type FirstNightQuery = { readonly organization: { readonly periods: ReadonlyArray<{ readonly period: string, readonly metrics: ReadonlyArray<{ readonly value: string | null, readonly state: ValueState, readonly definition: { readonly key: string } }>, readonly smartNumber: { readonly value: string | null } | null }>, readonly collectionRuns: { readonly edges: ReadonlyArray<{ readonly node: { readonly status: CollectionLogStatus, readonly entries: ReadonlyArray<{ readonly period: string, readonly status: CollectionLogStatus, readonly metricsCollected: number, readonly errorMessage: string | null, readonly vendor: { readonly key: VendorKey } }> } }> } } | null };

export type UpgradeValuesQueryVariables = Exact<{
  period: string;
  metrics: ReadonlyArray<string> | string;
  smartNumbers: ReadonlyArray<string> | string;
}>;


export type UpgradeValuesQuery = { readonly organization: { readonly period: { readonly period: string, readonly metrics: ReadonlyArray<{ readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly source: DataSource | null, readonly enteredBy: string | null, readonly notes: string | null, readonly collectedAt: string | null, readonly updatedAt: string | null, readonly monthsCovered: number, readonly months: ReadonlyArray<string>, readonly definition: { readonly key: string }, readonly vendor: { readonly key: VendorKey } | null, readonly change: { readonly absolute: string | null, readonly percent: string | null, readonly comparable: boolean } | null, readonly findings: ReadonlyArray<{ readonly id: number }>, readonly provenance: { readonly filter: string, readonly start: string, readonly end: string, readonly rowsCounted: number, readonly snapshotDate: string | null, readonly run: { readonly id: number } | null, readonly statement: { readonly version: number, readonly mappingVersion: number, readonly lines: ReadonlyArray<{ readonly account: string, readonly amount: string, readonly metric: MappedMetric | null }> } | null } | null, readonly history: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly period: string, readonly oldValue: string | null, readonly newValue: string | null, readonly oldSource: DataSource | null, readonly newSource: DataSource | null, readonly cause: ChangeCause, readonly actor: string, readonly reason: string | null, readonly runId: number | null, readonly changedAt: string } }> }, readonly breakdown: { readonly formula: string, readonly display: string, readonly result: string | null, readonly missing: ReadonlyArray<{ readonly key: string }>, readonly components: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly definition: { readonly key: string }, readonly breakdown: { readonly display: string, readonly result: string | null } | null }> } | null }>, readonly smartNumbers: ReadonlyArray<{ readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly updatedAt: string | null, readonly monthsCovered: number, readonly definition: { readonly key: string }, readonly breakdown: { readonly formula: string, readonly display: string, readonly result: string | null, readonly missing: ReadonlyArray<{ readonly key: string }>, readonly components: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly definition: { readonly key: string }, readonly breakdown: { readonly display: string, readonly result: string | null } | null }> } }> } } | null };

export type UpgradeBreakdownFragment = { readonly formula: string, readonly display: string, readonly result: string | null, readonly missing: ReadonlyArray<{ readonly key: string }>, readonly components: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly definition: { readonly key: string }, readonly breakdown: { readonly display: string, readonly result: string | null } | null }> };

export type UpgradeBooksQueryVariables = Exact<{
  period: string;
}>;


export type UpgradeBooksQuery = { readonly organization: { readonly books: { readonly mappingState: AccountMappingState, readonly mapping: { readonly version: number, readonly from: string | null, readonly reason: string | null, readonly author: string | null, readonly confirmedAt: string | null, readonly lists: ReadonlyArray<{ readonly metric: MappedMetric, readonly isNone: boolean, readonly accounts: ReadonlyArray<{ readonly account: string, readonly section: StatementSection, readonly subAccounts: boolean }> }> } | null, readonly mappings: ReadonlyArray<{ readonly version: number }>, readonly connection: { readonly userName: string, readonly paused: boolean } | null, readonly month: { readonly mappingVersion: number | null, readonly statement: { readonly version: number, readonly basis: StatementBasis | null, readonly source: StatementSource, readonly import: string | null, readonly readAt: string, readonly confirmedAt: string, readonly totals: { readonly income: string, readonly netIncome: string }, readonly lines: ReadonlyArray<{ readonly account: string, readonly section: StatementSection, readonly amount: string, readonly metric: MappedMetric | null }> }, readonly tieOut: { readonly netProfit: string, readonly netIncome: string, readonly remainder: string } | null } | null } } | null };

export type UpgradeRecordsQueryVariables = Exact<{
  until: string;
}>;


export type UpgradeRecordsQuery = { readonly organization: { readonly name: string, readonly thresholds: ReadonlyArray<{ readonly metric: string, readonly type: ThresholdType, readonly bound: Bound, readonly value: string, readonly updatedAt: string, readonly updatedBy: string | null }>, readonly findings: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly kind: FindingKind, readonly period: string, readonly metric: string, readonly message: string, readonly value: string, readonly previousValue: string | null, readonly createdAt: string, readonly resolvedAt: string | null, readonly acknowledgedAt: string | null, readonly acknowledgedBy: string | null, readonly note: string | null } }> }, readonly collectionRuns: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly status: CollectionLogStatus, readonly startedAt: string, readonly endedAt: string | null, readonly trigger: RunTrigger, readonly requestedBy: string, readonly force: boolean, readonly reason: string | null, readonly entries: ReadonlyArray<{ readonly period: string, readonly status: CollectionLogStatus, readonly metricsCollected: number, readonly errorMessage: string | null, readonly notes: string | null, readonly vendor: { readonly key: VendorKey } }> } }> }, readonly imports: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly fileName: string, readonly fileSha256: string, readonly changeCount: number, readonly appliedAt: string, readonly appliedBy: string, readonly undoneAt: string | null, readonly undoneBy: string | null } }> }, readonly auditEntries: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly at: string, readonly actor: string, readonly actorId: string | null, readonly credential: string | null, readonly action: string, readonly detail: unknown } }> } } | null, readonly people: ReadonlyArray<{ readonly id: number, readonly email: string | null, readonly givenRole: Role | null, readonly createdAt: string, readonly createdBy: string }>, readonly apiKeys: ReadonlyArray<{ readonly id: number, readonly name: string, readonly prefix: string, readonly role: Role, readonly state: ApiKeyState, readonly createdAt: string, readonly createdBy: string, readonly revokedAt: string | null, readonly revokedBy: string | null }> };

export type UpgradeKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type UpgradeKeysQuery = { readonly metricDefinitions: ReadonlyArray<{ readonly key: string }>, readonly smartNumberDefinitions: ReadonlyArray<{ readonly key: string }> };

export type UpgradeOpenFindingsQueryVariables = Exact<{ [key: string]: never; }>;


export type UpgradeOpenFindingsQuery = { readonly organization: { readonly findings: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: number } }> } } | null };

export type UpgradeEnterMutationVariables = Exact<{
  input: EnterMetricsInput;
}>;


export type UpgradeEnterMutation = { readonly enterMetrics:
    | { readonly __typename: 'EnterMetricsSuccess' }
    | { readonly __typename: 'InvalidPeriodError' }
    | { readonly __typename: 'OrganizationNotFoundError' }
    | { readonly __typename: 'PeriodClosedError' }
    | { readonly __typename: 'MissingFieldError' }
    | { readonly __typename: 'MetricNotFoundError' }
    | { readonly __typename: 'InvalidValueError' }
    | { readonly __typename: 'ConflictError' }
    | { readonly __typename: 'InvalidInputError' }
   };

export type UpgradeThresholdMutationVariables = Exact<{
  input: SetThresholdInput;
}>;


export type UpgradeThresholdMutation = { readonly setThreshold:
    | { readonly __typename: 'SetThresholdSuccess' }
    | { readonly __typename: 'OrganizationNotFoundError' }
    | { readonly __typename: 'MetricNotFoundError' }
    | { readonly __typename: 'InvalidValueError' }
    | { readonly __typename: 'InvalidThresholdError' }
    | { readonly __typename: 'InvalidInputError' }
   };

export type UpgradeAcknowledgeMutationVariables = Exact<{
  input: AcknowledgeFindingInput;
}>;


export type UpgradeAcknowledgeMutation = { readonly acknowledgeFinding:
    | { readonly __typename: 'AcknowledgeFindingSuccess' }
    | { readonly __typename: 'OrganizationNotFoundError' }
    | { readonly __typename: 'NotFoundError' }
    | { readonly __typename: 'InvalidValueError' }
    | { readonly __typename: 'InvalidInputError' }
   };

export type UpgradeInviteMutationVariables = Exact<{
  input: InvitePersonInput;
}>;


export type UpgradeInviteMutation = { readonly invitePerson:
    | { readonly __typename: 'InvitePersonSuccess' }
    | { readonly __typename: 'OrganizationNotFoundError' }
    | { readonly __typename: 'InvalidValueError' }
    | { readonly __typename: 'AlreadyInvitedError' }
   };

export const UpgradeBreakdownFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UpgradeBreakdown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Breakdown"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"formula"}},{"kind":"Field","name":{"kind":"Name","value":"display"}},{"kind":"Field","name":{"kind":"Name","value":"result"}},{"kind":"Field","name":{"kind":"Name","value":"missing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"components"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"definition"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"breakdown"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"display"}},{"kind":"Field","name":{"kind":"Name","value":"result"}}]}}]}}]}}]} as unknown as DocumentNode<UpgradeBreakdownFragment, unknown>;
export const DemoDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Demo"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"periods"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"kind"},"value":{"kind":"EnumValue","value":"MONTH"}},{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"closed"},"name":{"kind":"Name","value":"period"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"StringValue","value":"2026-Q3","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"smartNumbers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"running"},"name":{"kind":"Name","value":"period"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"StringValue","value":"2026-11","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"keys"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"reactive_tickets_created","block":false},{"kind":"StringValue","value":"mrr","block":false},{"kind":"StringValue","value":"owner_comp","block":false}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"collected"},"name":{"kind":"Name","value":"periods"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"kind"},"value":{"kind":"EnumValue","value":"MONTH"}},{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"StringValue","value":"2025-10","block":false}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"StringValue","value":"2026-11","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"keys"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"nrr","block":false},{"kind":"StringValue","value":"mrr","block":false},{"kind":"StringValue","value":"orr","block":false},{"kind":"StringValue","value":"misc_revenue","block":false},{"kind":"StringValue","value":"total_income","block":false},{"kind":"StringValue","value":"payroll_total","block":false},{"kind":"StringValue","value":"product_cogs","block":false},{"kind":"StringValue","value":"total_expenses_qb","block":false},{"kind":"StringValue","value":"uncategorized_expenses","block":false}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"definition"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"source"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"findings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"acknowledged"},"value":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"metric"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DemoQuery, DemoQueryVariables>;
export const FirstNightDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FirstNight"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"periods"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"kind"},"value":{"kind":"EnumValue","value":"MONTH"}},{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"keys"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"reactive_tickets_created","block":false},{"kind":"StringValue","value":"reactive_tickets_closed","block":false},{"kind":"StringValue","value":"reactive_time_spent","block":false},{"kind":"StringValue","value":"endpoints_managed","block":false},{"kind":"StringValue","value":"seats_managed","block":false}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"definition"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"smartNumber"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"StringValue","value":"total_close_pct","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"collectionRuns"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"entries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vendor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"metricsCollected"}},{"kind":"Field","name":{"kind":"Name","value":"errorMessage"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<FirstNightQuery, FirstNightQueryVariables>;
export const UpgradeValuesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UpgradeValues"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"period"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"metrics"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"smartNumbers"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"period"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"keys"},"value":{"kind":"Variable","name":{"kind":"Name","value":"metrics"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"definition"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"formatted"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"enteredBy"}},{"kind":"Field","name":{"kind":"Name","value":"notes"}},{"kind":"Field","name":{"kind":"Name","value":"collectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"monthsCovered"}},{"kind":"Field","name":{"kind":"Name","value":"months"}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"absolute"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"comparable"}}]}},{"kind":"Field","name":{"kind":"Name","value":"findings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"provenance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"run"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"filter"}},{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"rowsCounted"}},{"kind":"Field","name":{"kind":"Name","value":"snapshotDate"}},{"kind":"Field","name":{"kind":"Name","value":"statement"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"mappingVersion"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"metric"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"oldValue"}},{"kind":"Field","name":{"kind":"Name","value":"newValue"}},{"kind":"Field","name":{"kind":"Name","value":"oldSource"}},{"kind":"Field","name":{"kind":"Name","value":"newSource"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"runId"}},{"kind":"Field","name":{"kind":"Name","value":"changedAt"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"breakdown"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UpgradeBreakdown"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"smartNumbers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"keys"},"value":{"kind":"Variable","name":{"kind":"Name","value":"smartNumbers"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"definition"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"formatted"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"monthsCovered"}},{"kind":"Field","name":{"kind":"Name","value":"breakdown"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UpgradeBreakdown"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UpgradeBreakdown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Breakdown"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"formula"}},{"kind":"Field","name":{"kind":"Name","value":"display"}},{"kind":"Field","name":{"kind":"Name","value":"result"}},{"kind":"Field","name":{"kind":"Name","value":"missing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"components"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"definition"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"breakdown"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"display"}},{"kind":"Field","name":{"kind":"Name","value":"result"}}]}}]}}]}}]} as unknown as DocumentNode<UpgradeValuesQuery, UpgradeValuesQueryVariables>;
export const UpgradeBooksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UpgradeBooks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"period"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Period"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"books"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mappingState"}},{"kind":"Field","name":{"kind":"Name","value":"mapping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"author"}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lists"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"isNone"}},{"kind":"Field","name":{"kind":"Name","value":"accounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"}},{"kind":"Field","name":{"kind":"Name","value":"section"}},{"kind":"Field","name":{"kind":"Name","value":"subAccounts"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"mappings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"connection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userName"}},{"kind":"Field","name":{"kind":"Name","value":"paused"}}]}},{"kind":"Field","name":{"kind":"Name","value":"month"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"period"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mappingVersion"}},{"kind":"Field","name":{"kind":"Name","value":"statement"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"import"}},{"kind":"Field","name":{"kind":"Name","value":"readAt"}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"income"}},{"kind":"Field","name":{"kind":"Name","value":"netIncome"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"}},{"kind":"Field","name":{"kind":"Name","value":"section"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"metric"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"tieOut"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"netProfit"}},{"kind":"Field","name":{"kind":"Name","value":"netIncome"}},{"kind":"Field","name":{"kind":"Name","value":"remainder"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpgradeBooksQuery, UpgradeBooksQueryVariables>;
export const UpgradeRecordsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UpgradeRecords"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"until"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"bound"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"findings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"includeResolved"},"value":{"kind":"BooleanValue","value":true}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"previousValue"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"resolvedAt"}},{"kind":"Field","name":{"kind":"Name","value":"acknowledgedAt"}},{"kind":"Field","name":{"kind":"Name","value":"acknowledgedBy"}},{"kind":"Field","name":{"kind":"Name","value":"note"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"collectionRuns"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"trigger"}},{"kind":"Field","name":{"kind":"Name","value":"requestedBy"}},{"kind":"Field","name":{"kind":"Name","value":"force"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"entries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vendor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"metricsCollected"}},{"kind":"Field","name":{"kind":"Name","value":"errorMessage"}},{"kind":"Field","name":{"kind":"Name","value":"notes"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"imports"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"fileSha256"}},{"kind":"Field","name":{"kind":"Name","value":"changeCount"}},{"kind":"Field","name":{"kind":"Name","value":"appliedAt"}},{"kind":"Field","name":{"kind":"Name","value":"appliedBy"}},{"kind":"Field","name":{"kind":"Name","value":"undoneAt"}},{"kind":"Field","name":{"kind":"Name","value":"undoneBy"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"auditEntries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"until"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"actorId"}},{"kind":"Field","name":{"kind":"Name","value":"credential"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"people"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"givenRole"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"apiKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"}}]}}]}}]} as unknown as DocumentNode<UpgradeRecordsQuery, UpgradeRecordsQueryVariables>;
export const UpgradeKeysDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UpgradeKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metricDefinitions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"includeIntermediate"},"value":{"kind":"BooleanValue","value":true}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"smartNumberDefinitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}}]}}]} as unknown as DocumentNode<UpgradeKeysQuery, UpgradeKeysQueryVariables>;
export const UpgradeOpenFindingsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UpgradeOpenFindings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"findings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"acknowledged"},"value":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpgradeOpenFindingsQuery, UpgradeOpenFindingsQueryVariables>;
export const UpgradeEnterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpgradeEnter"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EnterMetricsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enterMetrics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<UpgradeEnterMutation, UpgradeEnterMutationVariables>;
export const UpgradeThresholdDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpgradeThreshold"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetThresholdInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setThreshold"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<UpgradeThresholdMutation, UpgradeThresholdMutationVariables>;
export const UpgradeAcknowledgeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpgradeAcknowledge"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AcknowledgeFindingInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acknowledgeFinding"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<UpgradeAcknowledgeMutation, UpgradeAcknowledgeMutationVariables>;
export const UpgradeInviteDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpgradeInvite"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"InvitePersonInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invitePerson"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<UpgradeInviteMutation, UpgradeInviteMutationVariables>;
