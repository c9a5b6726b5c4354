// Written by `npm run codegen`; do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedOperation } from '../client/graphql-client.ts';
export type Role =
  | 'VIEWER'
  | 'EDITOR'
  | 'ADMIN';

export type ValueFormat =
  | 'NUMBER'
  | 'CURRENCY'
  | 'PERCENTAGE';

export type Better =
  | 'HIGHER'
  | 'LOWER'
  | 'IN_RANGE';

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

export type MetricSource =
  | 'CONNECTWISE'
  | 'NINJA'
  | 'QUICKBOOKS'
  | 'CALCULATED'
  | 'MANUAL';

export type Aggregation =
  | 'SUM'
  | 'AVERAGE'
  | 'LAST'
  | 'FORMULA';

export type FindingKind =
  | 'SUSPICIOUS_ZERO'
  | 'LARGE_CHANGE'
  | 'DRIFT'
  | 'UNMAPPED_ACCOUNT'
  | 'MAPPING_CONFLICT'
  | 'DIFFERS_FROM_FORMULA';

export type ComparisonPeriod =
  | 'PREVIOUS'
  | 'YEAR_AGO';

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

export type ProgressState =
  | 'PENDING'
  | 'READING'
  | 'STORING'
  | 'STORED'
  | 'FAILED';

export type TieOutState =
  | 'TIES'
  | 'DIFFERS'
  | 'NOT_CHECKED';

export type NightProblemKind =
  | 'NOT_RUN'
  | 'FAILED'
  | 'VENDOR_MISSING'
  | 'RUNNING_MONTH_STILL'
  | 'EARLIER_MONTH_MOVED'
  | 'FINDINGS_OPEN';

export type MonthProblemKind =
  | 'VENDOR_MISSING'
  | 'INPUTS_MISSING'
  | 'FINDINGS_OPEN'
  | 'TIE_OUT_DIFFERS'
  | 'RECOMPUTATION_DIFFERS';

export type ExerciseKind =
  | 'ENTRY'
  | 'OVERRIDE'
  | 'RELEASE'
  | 'RECOLLECTION';

export type ClosingProposalKind =
  | 'CLOSE'
  | 'REOPEN';

export type BooksConsentState =
  | 'GOOD'
  | 'ENDING'
  | 'ENDED';

export type AttentionSeverity =
  | 'CRITICAL'
  | 'WARNING'
  | 'NOTICE';

export type CollectionProblemKind =
  | 'FAILED'
  | 'PARTIAL'
  | 'LATE'
  | 'DISABLED';

export type PresentedKind =
  | 'METRIC'
  | 'SMART_NUMBER';

export type DifferenceState =
  | 'SAME'
  | 'CHANGED'
  | 'NEW'
  | 'GONE';

export type RuleKind =
  | 'FORMULA'
  | 'DEFINITION'
  | 'ACCOUNT_MAPPING'
  | 'BASIS'
  | 'CLOSING_DATE'
  | 'DEVICES'
  | 'BOARDS'
  | 'TIME_ZONE'
  | 'THRESHOLD';

export type DifferencePartKind =
  | 'FORMULA'
  | 'ACCOUNT_MAPPING'
  | 'BASIS'
  | 'DEVICES'
  | 'BOARDS'
  | 'TIME_ZONE'
  | 'COVERAGE';

export type ErrorCode =
  | 'INVALID_PERIOD'
  | 'MISSING_PERIOD'
  | 'INVALID_PARAMETER'
  | 'INVALID_PARAMETERS'
  | 'INVALID_PERIOD_RANGE'
  | 'RANGE_TOO_LARGE'
  | 'MISSING_QB_DATA'
  | 'MISSING_FIELD'
  | 'MISSING_DATA'
  | 'INVALID_VALUE'
  | 'INVALID_JSON'
  | 'INVALID_THRESHOLD'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'PERIOD_CLOSED'
  | 'PERIOD_NOT_FOUND'
  | 'ORGANIZATION_NOT_FOUND'
  | 'VENDOR_NOT_FOUND'
  | 'METRIC_NOT_FOUND'
  | 'CONFLICT'
  | 'RUN_IN_PROGRESS'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'GONE'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'RATE_LIMITED'
  | 'SERVER_ERROR';

export type ReleaseOutcome =
  | 'AWAITS_COLLECTION'
  | 'RECALCULATED'
  | 'WITHDRAWN'
  | 'NOT_MANUAL';

export type ReadinessBlockerKind =
  | 'RUNNING'
  | 'INPUTS_MISSING'
  | 'FINDINGS_OPEN'
  | 'NOT_TIED'
  | 'NOT_COLLECTED'
  | 'BOOKS_NOT_CLOSED';

export type ChangedTransactionKind =
  | 'MODIFIED'
  | 'DELETED';

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

export type DateOrder =
  | 'MONTH_FIRST'
  | 'DAY_FIRST';

export type NumberStyle =
  | 'POINT'
  | 'COMMA';

export type ImportQuestionKind =
  | 'LAYOUT'
  | 'DATE_ORDER'
  | 'YEAR'
  | 'NUMBER_STYLE';

export type ImportCellState =
  | 'SAME'
  | 'NEW'
  | 'CHANGED'
  | 'REFUSED'
  | 'IGNORED'
  | 'DIFFERS'
  | 'CONFLICT';

export type SettingOrigin =
  | 'ENVIRONMENT'
  | 'STORED'
  | 'DEFAULT';

export type SettingKind =
  | 'TEXT'
  | 'SECRET'
  | 'ADDRESS'
  | 'WHOLE_NUMBER'
  | 'CHOICE'
  | 'NAMES'
  | 'CRON'
  | 'TIME_ZONE'
  | 'YES_OR_NO';

export type TrialOutcome =
  | 'ACCEPTED'
  | 'REFUSED'
  | 'UNREACHABLE'
  | 'UNEXPECTED';

export type ApiKeyState =
  | 'VALID'
  | 'EXPIRED'
  | 'REVOKED';

export type BenchmarkParticipation =
  | 'NONE'
  | 'RECEIVE'
  | 'SHARE';

export type MetricEntryInput = {
  readonly metric: string;
  readonly value: string | number;
  readonly notes?: string | null | undefined;
  readonly expectedUpdatedAt?: string | null | undefined;
  readonly expectedAbsent?: boolean | null | undefined;
};

export type SetThresholdInput = {
  readonly organizationId?: number;
  readonly metric: string;
  readonly type: ThresholdType;
  readonly bound?: Bound | null | undefined;
  readonly value: string | number;
};

export type RemoveThresholdInput = {
  readonly organizationId?: number;
  readonly metric: string;
  readonly type: ThresholdType;
  readonly bound: Bound;
};

export type AcknowledgeFindingInput = {
  readonly organizationId?: number;
  readonly id: number;
  readonly note?: string | null | undefined;
};

export type CollectInput = {
  readonly organizationId?: number;
  readonly periods?: ReadonlyArray<string> | null | undefined;
  readonly vendors?: ReadonlyArray<VendorKey> | null | undefined;
  readonly force?: boolean | null | undefined;
  readonly reason?: string | null | undefined;
};

export type MappedAccountInput = {
  readonly account: string;
  readonly section: StatementSection;
  readonly subAccounts: boolean;
};

export type BankAccountInput = {
  readonly account: string;
  readonly subAccounts: boolean;
};

export type AccountListInput = {
  readonly none?: boolean | null | undefined;
  readonly accounts?: ReadonlyArray<MappedAccountInput> | null | undefined;
};

export type SaveAccountMappingInput = {
  readonly organizationId?: number;
  readonly from: string;
  readonly reason: string;
  readonly basedOn?: number | null | undefined;
  readonly confirm?: boolean;
  readonly nrr?: AccountListInput | null | undefined;
  readonly mrr?: AccountListInput | null | undefined;
  readonly orr?: AccountListInput | null | undefined;
  readonly miscRevenue?: AccountListInput | null | undefined;
  readonly payrollTotal?: AccountListInput | null | undefined;
  readonly uncategorizedExpenses?: AccountListInput | null | undefined;
  readonly reclassify?: ReadonlyArray<MappedAccountInput> | null | undefined;
  readonly otherIncomeCounts?: boolean;
  readonly otherExpenseCounts?: boolean;
  readonly cashReserve?: ReadonlyArray<BankAccountInput> | null | undefined;
  readonly arOver90Days?: boolean;
  readonly averageMonthlyExpenses?: boolean;
};

export type PreviewAccountMappingInput = {
  readonly organizationId?: number;
  readonly from: string;
  readonly reason: string;
  readonly basedOn?: number | null | undefined;
  readonly confirm?: boolean;
  readonly nrr?: AccountListInput | null | undefined;
  readonly mrr?: AccountListInput | null | undefined;
  readonly orr?: AccountListInput | null | undefined;
  readonly miscRevenue?: AccountListInput | null | undefined;
  readonly payrollTotal?: AccountListInput | null | undefined;
  readonly uncategorizedExpenses?: AccountListInput | null | undefined;
  readonly reclassify?: ReadonlyArray<MappedAccountInput> | null | undefined;
  readonly otherIncomeCounts?: boolean;
  readonly otherExpenseCounts?: boolean;
  readonly cashReserve?: ReadonlyArray<BankAccountInput> | null | undefined;
  readonly arOver90Days?: boolean;
  readonly averageMonthlyExpenses?: boolean;
};

export type ImportBooksInput = {
  readonly organizationId?: number;
  readonly file: File;
  readonly dryRun?: boolean;
};

export type ImportNameInput = {
  readonly label: string;
  readonly metric: string;
};

export type ImportLayoutInput = {
  readonly headingRow?: number | null | undefined;
  readonly labelColumn?: number | null | undefined;
  readonly dateOrder?: DateOrder | null | undefined;
  readonly numberStyle?: NumberStyle | null | undefined;
  readonly year?: number | null | undefined;
  readonly names?: ReadonlyArray<ImportNameInput> | null | undefined;
};

export type PreviewImportInput = {
  readonly organizationId?: number;
  readonly file: File;
  readonly sheet?: string | null | undefined;
  readonly layout?: ImportLayoutInput | null | undefined;
  readonly overrides?: ReadonlyArray<string> | null | undefined;
};

export type ApplyImportInput = {
  readonly organizationId?: number;
  readonly file: File;
  readonly sheet?: string | null | undefined;
  readonly layout?: ImportLayoutInput | null | undefined;
  readonly overrides?: ReadonlyArray<string> | null | undefined;
  readonly digest: string;
  readonly previewedAt?: string | null | undefined;
  readonly skipRefused?: boolean;
};

export type SettingInput = {
  readonly name: string;
  readonly value?: string | null | undefined;
};

export type UpdateSettingsInput = {
  readonly organizationId?: number;
  readonly settings: ReadonlyArray<SettingInput>;
};

export type TryVendorInput = {
  readonly organizationId?: number;
  readonly vendor: VendorKey;
  readonly settings?: ReadonlyArray<SettingInput>;
};

export type CreateOrganizationInput = {
  readonly name: string;
  readonly slug?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly locale?: string | null | undefined;
};

export type UpdateOrganizationInput = {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly slug?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly locale?: string | null | undefined;
};

export type ArchiveOrganizationInput = {
  readonly id: number;
  readonly archived?: boolean;
};

export type InvitePersonInput = {
  readonly organizationId?: number;
  readonly email: string;
  readonly role: Role;
};

export type ChangePersonRoleInput = {
  readonly organizationId?: number;
  readonly id: number;
  readonly role: Role;
};

export type RemovePersonInput = {
  readonly organizationId?: number;
  readonly id: number;
};

export type RevokeSessionInput = {
  readonly organizationId?: number;
  readonly id: number;
};

export type CreateApiKeyInput = {
  readonly organizationId?: number;
  readonly name: string;
  readonly role: Role;
  readonly expiresAt?: string | null | undefined;
};

export type RevokeApiKeyInput = {
  readonly organizationId?: number;
  readonly id: number;
};

export type SetBenchmarksInput = {
  readonly organizationId?: number;
  readonly participation?: BenchmarkParticipation | null | undefined;
  readonly endpoints?: number | null | undefined;
  readonly employees?: number | null | undefined;
  readonly label?: string | null | undefined;
};

export type BooksQueryVariables = Exact<{
  organizationId: number;
}>;


export type BooksQuery = { readonly organization: { readonly books: { readonly mappingState: AccountMappingState, readonly newestMappingVersion: number, readonly connection: { readonly userName: string, readonly paused: boolean, readonly company: string | null, readonly closingDate: string | null, readonly lastSessionAt: string | null, readonly lastError: string | null } | null, readonly online: { readonly isAvailable: boolean, readonly company: { readonly company: string, readonly connectedBy: string, readonly lastReadAt: string | null, readonly state: BooksConsentState, readonly endsAt: string } | null }, readonly bankAccounts: ReadonlyArray<{ readonly account: string, readonly number: string | null }>, readonly mapping: { readonly version: number, readonly from: string | null, readonly author: string | null, readonly confirmedAt: string | null, readonly confirmedBy: string | null, readonly otherIncomeCounts: boolean, readonly otherExpenseCounts: boolean, readonly arOver90Days: boolean, readonly averageMonthlyExpenses: boolean, readonly lists: ReadonlyArray<{ readonly metric: MappedMetric, readonly isNone: boolean, readonly accounts: ReadonlyArray<{ readonly account: string, readonly section: StatementSection, readonly subAccounts: boolean }> }>, readonly reclassify: ReadonlyArray<{ readonly account: string, readonly section: StatementSection, readonly subAccounts: boolean }>, readonly cashReserve: ReadonlyArray<{ readonly account: string, readonly subAccounts: boolean }> } | null, readonly proposal: { readonly version: number, readonly from: string | null, readonly author: string | null, readonly confirmedAt: string | null, readonly confirmedBy: string | null, readonly otherIncomeCounts: boolean, readonly otherExpenseCounts: boolean, readonly arOver90Days: boolean, readonly averageMonthlyExpenses: boolean, readonly lists: ReadonlyArray<{ readonly metric: MappedMetric, readonly isNone: boolean, readonly accounts: ReadonlyArray<{ readonly account: string, readonly section: StatementSection, readonly subAccounts: boolean }> }>, readonly reclassify: ReadonlyArray<{ readonly account: string, readonly section: StatementSection, readonly subAccounts: boolean }>, readonly cashReserve: ReadonlyArray<{ readonly account: string, readonly subAccounts: boolean }> } | null, readonly mappings: ReadonlyArray<{ readonly version: number, readonly from: string | null, readonly reason: string | null, readonly author: string | null, readonly createdAt: string | null, readonly confirmedAt: string | null, readonly confirmedBy: string | null }>, readonly accounts: { readonly months: ReadonlyArray<string>, readonly accounts: ReadonlyArray<{ readonly account: string, readonly number: string | null, readonly section: StatementSection, readonly isNew: boolean, readonly amounts: ReadonlyArray<{ readonly amount: string | null }> }> } } } | null };

export type BooksOfMonthQueryVariables = Exact<{
  organizationId: number;
  period: string;
}>;


export type BooksOfMonthQuery = { readonly organization: { readonly books: { readonly month: { readonly period: string, readonly mappingVersion: number | null, readonly statement: { readonly version: number, readonly basis: StatementBasis | null, readonly source: StatementSource, readonly readAt: string, readonly totals: { readonly income: string, readonly cogs: string, readonly expense: string, readonly otherIncome: string, readonly otherExpense: string, readonly netIncome: string } }, readonly tieOut: { readonly netProfit: string, readonly netIncome: string, readonly remainder: string, readonly items: ReadonlyArray<{ readonly label: string, readonly amount: string }>, readonly overrides: ReadonlyArray<{ readonly metric: string, readonly amount: string }> } | null } | null } } | null };

export type BooksMonthsQueryVariables = Exact<{
  organizationId: number;
}>;


export type BooksMonthsQuery = { readonly organization: { readonly books: { readonly accounts: { readonly months: ReadonlyArray<string> } } } | null };

export type ConnectBooksMutationVariables = Exact<{
  organizationId: number;
  userName?: string | null | undefined;
}>;


export type ConnectBooksMutation = { readonly connectBooks:
    | { readonly __typename: 'ConnectBooksSuccess', readonly userName: string, readonly password: string, readonly qwc: string }
    | { readonly __typename: 'InvalidParameterError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidInputError', readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
   };

export type PauseBooksMutationVariables = Exact<{
  organizationId: number;
  paused: boolean;
}>;


export type PauseBooksMutation = { readonly pauseBooks:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | Record<PropertyKey, never>
   };

export type PreviewAccountMappingMutationVariables = Exact<{
  input: PreviewAccountMappingInput;
}>;


export type PreviewAccountMappingMutation = { readonly previewAccountMapping:
    | { readonly __typename: 'PreviewAccountMappingSuccess', readonly months: ReadonlyArray<string>, readonly keptMonths: ReadonlyArray<string>, readonly derivedChanges: number, readonly changes: ReadonlyArray<{ readonly period: string, readonly before: string | null, readonly formattedBefore: string, readonly after: string | null, readonly formattedAfter: string, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } }> }
    | { readonly __typename: 'InvalidPeriodError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MissingFieldError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OrganizationNotFoundError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidInputError', readonly code: ErrorCode, readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
      > }
   };

export type SaveAccountMappingMutationVariables = Exact<{
  input: SaveAccountMappingInput;
}>;


export type SaveAccountMappingMutation = { readonly saveAccountMapping:
    | { readonly __typename: 'SaveAccountMappingSuccess', readonly version: number, readonly months: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidPeriodError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MissingFieldError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OrganizationNotFoundError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidInputError', readonly code: ErrorCode, readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
      > }
   };

export type MappingShownFragment = { readonly version: number, readonly from: string | null, readonly author: string | null, readonly confirmedAt: string | null, readonly confirmedBy: string | null, readonly otherIncomeCounts: boolean, readonly otherExpenseCounts: boolean, readonly arOver90Days: boolean, readonly averageMonthlyExpenses: boolean, readonly lists: ReadonlyArray<{ readonly metric: MappedMetric, readonly isNone: boolean, readonly accounts: ReadonlyArray<{ readonly account: string, readonly section: StatementSection, readonly subAccounts: boolean }> }>, readonly reclassify: ReadonlyArray<{ readonly account: string, readonly section: StatementSection, readonly subAccounts: boolean }>, readonly cashReserve: ReadonlyArray<{ readonly account: string, readonly subAccounts: boolean }> };

export type MappedAccountShownFragment = { readonly account: string, readonly section: StatementSection, readonly subAccounts: boolean };

type MappingRefusal_InvalidPeriodError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_InvalidParameterError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_MissingFieldError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_InvalidValueError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_InvalidThresholdError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_OrganizationNotFoundError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_NotFoundError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_RunInProgressError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_MetricNotFoundError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_PeriodClosedError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_ConflictError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_AlreadyInvitedError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_ConflictingSlugError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_LastAdminError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_LastOperatorError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_SecondAdminRequiredError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_ProposalEndedError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_SecretKeyMissingError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_SecretNotOpenedError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_RateLimitedError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_RefusedFileError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_ImportChangedError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_ValidationNotPassedError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_PresentationGapsError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null };

type MappingRefusal_InvalidInputError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
  > };

export type MappingRefusalFragment =
  | MappingRefusal_InvalidPeriodError_Fragment
  | MappingRefusal_InvalidParameterError_Fragment
  | MappingRefusal_MissingFieldError_Fragment
  | MappingRefusal_InvalidValueError_Fragment
  | MappingRefusal_InvalidThresholdError_Fragment
  | MappingRefusal_OrganizationNotFoundError_Fragment
  | MappingRefusal_NotFoundError_Fragment
  | MappingRefusal_RunInProgressError_Fragment
  | MappingRefusal_MetricNotFoundError_Fragment
  | MappingRefusal_PeriodClosedError_Fragment
  | MappingRefusal_ConflictError_Fragment
  | MappingRefusal_AlreadyInvitedError_Fragment
  | MappingRefusal_ConflictingSlugError_Fragment
  | MappingRefusal_LastAdminError_Fragment
  | MappingRefusal_LastOperatorError_Fragment
  | MappingRefusal_SecondAdminRequiredError_Fragment
  | MappingRefusal_ProposalEndedError_Fragment
  | MappingRefusal_SecretKeyMissingError_Fragment
  | MappingRefusal_SecretNotOpenedError_Fragment
  | MappingRefusal_RateLimitedError_Fragment
  | MappingRefusal_RefusedFileError_Fragment
  | MappingRefusal_ImportChangedError_Fragment
  | MappingRefusal_ValidationNotPassedError_Fragment
  | MappingRefusal_PresentationGapsError_Fragment
  | MappingRefusal_InvalidInputError_Fragment
;

export type ChangeShownFragment = { readonly period: string, readonly before: string | null, readonly formattedBefore: string, readonly after: string | null, readonly formattedAfter: string, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } };

export type ImportBooksMutationVariables = Exact<{
  input: ImportBooksInput;
}>;


export type ImportBooksMutation = { readonly importBooks:
    | { readonly __typename: 'ImportBooksSuccess', readonly fileName: string, readonly isStored: boolean, readonly mappingState: AccountMappingState, readonly notes: ReadonlyArray<string>, readonly statements: ReadonlyArray<{ readonly period: string | null, readonly from: string, readonly to: string, readonly basis: StatementBasis | null, readonly totals: { readonly income: string, readonly cogs: string, readonly expense: string, readonly netIncome: string } }>, readonly problems: ReadonlyArray<{ readonly where: string, readonly message: string }>, readonly months: ReadonlyArray<{ readonly period: string, readonly version: number, readonly isNew: boolean, readonly notes: string }>, readonly changes: ReadonlyArray<{ readonly period: string, readonly before: string | null, readonly formattedBefore: string, readonly after: string | null, readonly formattedAfter: string, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } }> }
    | { readonly __typename: 'RefusedFileError', readonly message: string, readonly field: string | null, readonly problems: ReadonlyArray<{ readonly where: string, readonly message: string }> }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
   };

export type FileProblemShownFragment = { readonly where: string, readonly message: string };

type Refusal_InvalidPeriodError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_InvalidParameterError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_MissingFieldError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_InvalidValueError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_InvalidThresholdError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_OrganizationNotFoundError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_NotFoundError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_RunInProgressError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_MetricNotFoundError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_PeriodClosedError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_ConflictError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_AlreadyInvitedError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_ConflictingSlugError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_LastAdminError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_LastOperatorError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_SecondAdminRequiredError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_ProposalEndedError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_SecretKeyMissingError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_SecretNotOpenedError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_RateLimitedError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_RefusedFileError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_ImportChangedError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_ValidationNotPassedError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_PresentationGapsError_Fragment = { readonly message: string, readonly field: string | null };

type Refusal_InvalidInputError_Fragment = { readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
  > };

export type RefusalFragment =
  | Refusal_InvalidPeriodError_Fragment
  | Refusal_InvalidParameterError_Fragment
  | Refusal_MissingFieldError_Fragment
  | Refusal_InvalidValueError_Fragment
  | Refusal_InvalidThresholdError_Fragment
  | Refusal_OrganizationNotFoundError_Fragment
  | Refusal_NotFoundError_Fragment
  | Refusal_RunInProgressError_Fragment
  | Refusal_MetricNotFoundError_Fragment
  | Refusal_PeriodClosedError_Fragment
  | Refusal_ConflictError_Fragment
  | Refusal_AlreadyInvitedError_Fragment
  | Refusal_ConflictingSlugError_Fragment
  | Refusal_LastAdminError_Fragment
  | Refusal_LastOperatorError_Fragment
  | Refusal_SecondAdminRequiredError_Fragment
  | Refusal_ProposalEndedError_Fragment
  | Refusal_SecretKeyMissingError_Fragment
  | Refusal_SecretNotOpenedError_Fragment
  | Refusal_RateLimitedError_Fragment
  | Refusal_RefusedFileError_Fragment
  | Refusal_ImportChangedError_Fragment
  | Refusal_ValidationNotPassedError_Fragment
  | Refusal_PresentationGapsError_Fragment
  | Refusal_InvalidInputError_Fragment
;

export type SmartNumberAttributionQueryVariables = Exact<{
  organizationId: number;
  period: string;
  key: string;
  since: ComparisonPeriod;
}>;


export type SmartNumberAttributionQuery = { readonly organization: { readonly period: { readonly smartNumber: { readonly change: { readonly attribution: { readonly attributable: boolean, readonly reason: string | null, readonly total: string | null, readonly formatted: string | null, readonly sentence: string | null, readonly contributions: ReadonlyArray<{ readonly formattedBefore: string, readonly formattedAfter: string, readonly contribution: string, readonly formatted: string, readonly definition: { readonly key: string, readonly label: string }, readonly months: ReadonlyArray<{ readonly period: string, readonly contribution: string, readonly formatted: string }> }> } } | null } | null } } | null };

export type MetricAttributionQueryVariables = Exact<{
  organizationId: number;
  period: string;
  key: string;
  since: ComparisonPeriod;
}>;


export type MetricAttributionQuery = { readonly organization: { readonly period: { readonly metric: { readonly change: { readonly attribution: { readonly attributable: boolean, readonly reason: string | null, readonly total: string | null, readonly formatted: string | null, readonly sentence: string | null, readonly contributions: ReadonlyArray<{ readonly formattedBefore: string, readonly formattedAfter: string, readonly contribution: string, readonly formatted: string, readonly definition: { readonly key: string, readonly label: string }, readonly months: ReadonlyArray<{ readonly period: string, readonly contribution: string, readonly formatted: string }> }> } } | null } | null } } | null };

export type AttributedChangeFragment = { readonly attribution: { readonly attributable: boolean, readonly reason: string | null, readonly total: string | null, readonly formatted: string | null, readonly sentence: string | null, readonly contributions: ReadonlyArray<{ readonly formattedBefore: string, readonly formattedAfter: string, readonly contribution: string, readonly formatted: string, readonly definition: { readonly key: string, readonly label: string }, readonly months: ReadonlyArray<{ readonly period: string, readonly contribution: string, readonly formatted: string }> }> } };

export type SmartNumberExplanationQueryVariables = Exact<{
  organizationId: number;
  period: string;
  key: string;
}>;


export type SmartNumberExplanationQuery = { readonly organization: { readonly period: { readonly label: string, readonly smartNumber: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly months: ReadonlyArray<string>, readonly updatedAt: string | null, readonly definition: { readonly format: ValueFormat, readonly key: string, readonly label: string, readonly description: string, readonly formula: string | null, readonly better: Better, readonly suggestedRange: { readonly min: string, readonly max: string } | null }, readonly breakdown: { readonly display: string, readonly missing: ReadonlyArray<{ readonly key: string, readonly label: string, readonly source: MetricSource }>, readonly components: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly breakdown: { readonly display: string, readonly components: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly breakdown: { readonly display: string, readonly components: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } }> } | null, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } }> } | null, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } }> } } | null }, readonly thresholds: ReadonlyArray<{ readonly metric: string, readonly type: ThresholdType, readonly bound: Bound, readonly value: string }> } | null };

export type MetricExplanationQueryVariables = Exact<{
  organizationId: number;
  period: string;
  key: string;
}>;


export type MetricExplanationQuery = { readonly organization: { readonly period: { readonly label: string, readonly metric: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly months: ReadonlyArray<string>, readonly updatedAt: string | null, readonly period: string, readonly source: DataSource | null, readonly enteredBy: string | null, readonly collectedAt: string | null, readonly notes: string | null, readonly definition: { readonly format: ValueFormat, readonly source: MetricSource, readonly key: string, readonly label: string, readonly description: string, readonly formula: string | null, readonly better: Better, readonly dependents: ReadonlyArray<
            | { readonly key: string, readonly label: string }
            | { readonly key: string, readonly label: string }
          > }, readonly breakdown: { readonly display: string, readonly missing: ReadonlyArray<{ readonly key: string, readonly label: string, readonly source: MetricSource }>, readonly components: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly breakdown: { readonly display: string, readonly components: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly breakdown: { readonly display: string, readonly components: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } }> } | null, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } }> } | null, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } }> } | null, readonly vendor: { readonly name: string } | null, readonly provenance: { readonly filter: string, readonly rowsCounted: number, readonly snapshotDate: string | null, readonly exclusions: ReadonlyArray<{ readonly rule: string, readonly count: number }>, readonly run: { readonly id: number, readonly startedAt: string, readonly requestedBy: string } | null, readonly evidence: { readonly rowCount: number } | null, readonly statement: { readonly version: number, readonly basis: StatementBasis | null, readonly source: StatementSource, readonly readAt: string, readonly mappingVersion: number, readonly lines: ReadonlyArray<{ readonly account: string, readonly number: string | null, readonly section: StatementSection, readonly amount: string }>, readonly changedTransactions: ReadonlyArray<{ readonly kind: ChangedTransactionKind, readonly type: string, readonly number: string | null, readonly date: string | null, readonly by: string | null }> } | null } | null, readonly findings: ReadonlyArray<{ readonly id: number, readonly message: string, readonly acknowledgedBy: string | null, readonly acknowledgedAt: string | null, readonly note: string | null }>, readonly history: { readonly pageInfo: { readonly hasNextPage: boolean }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly period: string, readonly oldValue: string | null, readonly newValue: string | null, readonly cause: ChangeCause, readonly actor: string, readonly reason: string | null, readonly runId: number | null, readonly changedAt: string } }> } } | null }, readonly thresholds: ReadonlyArray<{ readonly metric: string, readonly type: ThresholdType, readonly bound: Bound, readonly value: string }> } | null };

type DefinitionShown_MetricDefinition_Fragment = { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string, readonly formula: string | null, readonly better: Better, readonly dependents: ReadonlyArray<
    | { readonly key: string, readonly label: string }
    | { readonly key: string, readonly label: string }
  > };

type DefinitionShown_SmartNumberDefinition_Fragment = { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string, readonly formula: string | null, readonly better: Better };

export type DefinitionShownFragment =
  | DefinitionShown_MetricDefinition_Fragment
  | DefinitionShown_SmartNumberDefinition_Fragment
;

export type BreakdownShownFragment = { readonly display: string, readonly missing: ReadonlyArray<{ readonly key: string, readonly label: string, readonly source: MetricSource }>, readonly components: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly breakdown: { readonly display: string, readonly components: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly breakdown: { readonly display: string, readonly components: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } }> } | null, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } }> } | null, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } }> };

export type ComponentShownFragment = { readonly period: string, readonly value: string | null, readonly formatted: string, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat } };

export type OriginShownFragment = { readonly period: string, readonly source: DataSource | null, readonly enteredBy: string | null, readonly collectedAt: string | null, readonly updatedAt: string | null, readonly notes: string | null, readonly definition: { readonly key: string }, readonly vendor: { readonly name: string } | null, readonly provenance: { readonly filter: string, readonly rowsCounted: number, readonly snapshotDate: string | null, readonly exclusions: ReadonlyArray<{ readonly rule: string, readonly count: number }>, readonly run: { readonly id: number, readonly startedAt: string, readonly requestedBy: string } | null, readonly evidence: { readonly rowCount: number } | null, readonly statement: { readonly version: number, readonly basis: StatementBasis | null, readonly source: StatementSource, readonly readAt: string, readonly mappingVersion: number, readonly lines: ReadonlyArray<{ readonly account: string, readonly number: string | null, readonly section: StatementSection, readonly amount: string }>, readonly changedTransactions: ReadonlyArray<{ readonly kind: ChangedTransactionKind, readonly type: string, readonly number: string | null, readonly date: string | null, readonly by: string | null }> } | null } | null };

export type ChangesShownFragment = { readonly findings: ReadonlyArray<{ readonly id: number, readonly message: string, readonly acknowledgedBy: string | null, readonly acknowledgedAt: string | null, readonly note: string | null }>, readonly history: { readonly pageInfo: { readonly hasNextPage: boolean }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly period: string, readonly oldValue: string | null, readonly newValue: string | null, readonly cause: ChangeCause, readonly actor: string, readonly reason: string | null, readonly runId: number | null, readonly changedAt: string } }> } };

export type EvidenceRowsQueryVariables = Exact<{
  organizationId: number;
  period: string;
  key: string;
  after?: string | null | undefined;
}>;


export type EvidenceRowsQuery = { readonly organization: { readonly period: { readonly metric: { readonly provenance: { readonly evidence: { readonly rows: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly amount: string | null, readonly name: string | null, readonly leftOutBy: string | null, readonly url: string | null } }> } } | null } | null } | null } } | null };

export type ShellQueryVariables = Exact<{
  organizationId: number;
}>;


export type ShellQuery = { readonly viewer: { readonly name: string, readonly roles: ReadonlyArray<Role>, readonly isLocal: boolean, readonly isOperator: boolean, readonly memberships: ReadonlyArray<{ readonly organizationId: number, readonly name: string, readonly isArchived: boolean, readonly role: Role }> }, readonly organization: { readonly name: string, readonly archivedAt: string | null, readonly latestQuarter: { readonly period: string } | null, readonly latestMonth: { readonly period: string } | null, readonly quarters: ReadonlyArray<{ readonly period: string, readonly label: string, readonly status: PeriodStatus }>, readonly months: ReadonlyArray<{ readonly period: string, readonly label: string, readonly status: PeriodStatus }> } | null };

export type ShownViewerFragment = { readonly name: string, readonly roles: ReadonlyArray<Role>, readonly isLocal: boolean, readonly isOperator: boolean, readonly memberships: ReadonlyArray<{ readonly organizationId: number, readonly name: string, readonly isArchived: boolean, readonly role: Role }> };

export type PreviewImportMutationVariables = Exact<{
  input: PreviewImportInput;
  states: ReadonlyArray<ImportCellState> | ImportCellState;
}>;


export type PreviewImportMutation = { readonly previewImport:
    | { readonly __typename: 'PreviewImportSuccess', readonly preview: { readonly fileName: string, readonly digest: string, readonly at: string, readonly unknownNames: ReadonlyArray<string>, readonly notes: ReadonlyArray<string>, readonly counts: { readonly same: number, readonly new: number, readonly changed: number, readonly refused: number, readonly ignored: number, readonly differs: number, readonly conflict: number }, readonly cells: ReadonlyArray<{ readonly where: string, readonly period: string | null, readonly metric: string | null, readonly label: string, readonly state: ImportCellState, readonly before: string | null, readonly after: string | null, readonly formattedBefore: string, readonly formattedAfter: string, readonly reason: string | null, readonly canOverride: boolean }>, readonly dependents: ReadonlyArray<{ readonly period: string, readonly metric: string, readonly isSmartNumber: boolean, readonly label: string, readonly before: string | null, readonly after: string | null, readonly formattedBefore: string, readonly formattedAfter: string }>, readonly question: { readonly kind: ImportQuestionKind, readonly where: string, readonly text: string, readonly message: string, readonly dates: ReadonlyArray<{ readonly order: DateOrder, readonly months: ReadonlyArray<string> }>, readonly numbers: ReadonlyArray<{ readonly style: NumberStyle, readonly value: string }> } | null, readonly samples: ReadonlyArray<{ readonly name: string, readonly rows: ReadonlyArray<ReadonlyArray<string>> }> } }
    | { readonly __typename: 'RefusedFileError', readonly message: string, readonly field: string | null, readonly problems: ReadonlyArray<{ readonly where: string, readonly message: string }> }
    | { readonly __typename: 'InvalidParameterError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MetricNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
   };

export type ApplyImportMutationVariables = Exact<{
  input: ApplyImportInput;
}>;


export type ApplyImportMutation = { readonly applyImport:
    | { readonly __typename: 'ApplyImportSuccess', readonly importId: number | null, readonly imported: { readonly fileName: string, readonly counts: { readonly new: number, readonly changed: number }, readonly cells: ReadonlyArray<{ readonly period: string | null }>, readonly dependents: ReadonlyArray<{ readonly metric: string }> } }
    | { readonly __typename: 'RefusedFileError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidParameterError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MetricNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'ImportChangedError', readonly message: string, readonly field: string | null }
   };

export type UndoImportMutationVariables = Exact<{
  organizationId: number;
  id: number;
}>;


export type UndoImportMutation = { readonly undoImport:
    | { readonly __typename: 'UndoImportSuccess' }
    | { readonly __typename: 'NotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'ImportChangedError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'PeriodClosedError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
   };

export type EarlierImportsQueryVariables = Exact<{
  organizationId: number;
  after?: string | null | undefined;
}>;


export type EarlierImportsQuery = { readonly organization: { readonly imports: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly fileName: string, readonly changeCount: number, readonly appliedAt: string, readonly appliedBy: string, readonly undoneAt: string | null, readonly undoneBy: string | null } }> } } | null };

export type ImportSubjectsQueryVariables = Exact<{ [key: string]: never; }>;


export type ImportSubjectsQuery = { readonly metricDefinitions: ReadonlyArray<{ readonly key: string, readonly label: string, readonly format: ValueFormat, readonly category: MetricCategory, readonly isCalculated: boolean }>, readonly financialHealth: ReadonlyArray<{ readonly key: string, readonly label: string, readonly format: ValueFormat, readonly category: MetricCategory, readonly isCalculated: boolean }>, readonly smartNumberDefinitions: ReadonlyArray<{ readonly key: string, readonly format: ValueFormat }> };

export type ImportSubjectFragment = { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly category: MetricCategory, readonly isCalculated: boolean };

export type ImportCellShownFragment = { readonly where: string, readonly period: string | null, readonly metric: string | null, readonly label: string, readonly state: ImportCellState, readonly before: string | null, readonly after: string | null, readonly formattedBefore: string, readonly formattedAfter: string, readonly reason: string | null, readonly canOverride: boolean };

export type OrganizationsQueryVariables = Exact<{
  after?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type OrganizationsQuery = { readonly organizations: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly name: string, readonly slug: string, readonly timeZone: string, readonly archivedAt: string | null } }> } };

export type MembersQueryVariables = Exact<{
  organization: number;
}>;


export type MembersQuery = { readonly people: ReadonlyArray<{ readonly id: number, readonly email: string | null, readonly name: string | null, readonly givenRole: Role | null, readonly configuredRole: Role | null, readonly lastSignInAt: string | null }> };

export type CreateOrganizationMutationVariables = Exact<{
  input: CreateOrganizationInput;
}>;


export type CreateOrganizationMutation = { readonly createOrganization:
    | { readonly __typename: 'CreateOrganizationSuccess', readonly organization: { readonly id: number, readonly name: string, readonly slug: string } }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MissingFieldError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidInputError', readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
    | { readonly __typename: 'ConflictingSlugError', readonly message: string, readonly field: string | null }
   };

export type RenameOrganizationMutationVariables = Exact<{
  input: UpdateOrganizationInput;
}>;


export type RenameOrganizationMutation = { readonly updateOrganization:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
    | { readonly message: string, readonly field: string | null }
    | Record<PropertyKey, never>
   };

export type ArchiveOrganizationMutationVariables = Exact<{
  input: ArchiveOrganizationInput;
}>;


export type ArchiveOrganizationMutation = { readonly archiveOrganization:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | Record<PropertyKey, never>
   };

export type GiveMembershipMutationVariables = Exact<{
  organization: number;
  email: string;
  role: Role;
}>;


export type GiveMembershipMutation = { readonly invitePerson:
    | { readonly __typename: 'InvitePersonSuccess', readonly person: { readonly email: string | null } }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'AlreadyInvitedError', readonly message: string, readonly field: string | null }
   };

export type PresentedReviewQueryVariables = Exact<{
  organizationId: number;
  period: string;
}>;


export type PresentedReviewQuery = { readonly organization: { readonly presentation: { readonly version: number, readonly presentedAt: string, readonly changedCount: number, readonly ruleChanges: ReadonlyArray<{ readonly kind: RuleKind }>, readonly differences: ReadonlyArray<{ readonly state: DifferenceState, readonly presentedFormatted: string, readonly definition: { readonly key: string, readonly kind: PresentedKind } }> } | null } | null };

export type PresentationViewQueryVariables = Exact<{
  organizationId: number;
  period: string;
  version?: number | null | undefined;
}>;


export type PresentationViewQuery = { readonly organization: { readonly name: string, readonly period: { readonly label: string, readonly presentations: ReadonlyArray<{ readonly version: number, readonly presentedAt: string }> }, readonly presentation: { readonly version: number, readonly presentedAt: string, readonly presentedBy: string, readonly note: string | null, readonly digest: string, readonly status: PeriodStatus, readonly changedCount: number, readonly gaps: ReadonlyArray<{ readonly message: string }>, readonly ruleChanges: ReadonlyArray<{ readonly kind: RuleKind, readonly subject: string, readonly period: string | null, readonly before: string | null, readonly after: string | null }>, readonly differences: ReadonlyArray<{ readonly state: DifferenceState, readonly presentedFormatted: string, readonly nowFormatted: string, readonly remarks: ReadonlyArray<string>, readonly definition: { readonly key: string, readonly kind: PresentedKind, readonly label: string }, readonly attribution: { readonly reason: string | null, readonly sentence: string | null, readonly parts: ReadonlyArray<{ readonly kind: DifferencePartKind, readonly label: string, readonly formatted: string }> } }>, readonly values: ReadonlyArray<{ readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly calculation: string | null, readonly change: string | null, readonly enteredBy: string | null, readonly notes: string | null, readonly definition: { readonly key: string, readonly kind: PresentedKind, readonly label: string, readonly category: string } }> } | null } | null };

export type RuleChangeShownFragment = { readonly kind: RuleKind, readonly subject: string, readonly period: string | null, readonly before: string | null, readonly after: string | null };

export type DifferenceShownFragment = { readonly state: DifferenceState, readonly presentedFormatted: string, readonly nowFormatted: string, readonly remarks: ReadonlyArray<string>, readonly definition: { readonly key: string, readonly kind: PresentedKind, readonly label: string }, readonly attribution: { readonly reason: string | null, readonly sentence: string | null, readonly parts: ReadonlyArray<{ readonly kind: DifferencePartKind, readonly label: string, readonly formatted: string }> } };

export type PresentedValueShownFragment = { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly calculation: string | null, readonly change: string | null, readonly enteredBy: string | null, readonly notes: string | null, readonly definition: { readonly key: string, readonly kind: PresentedKind, readonly label: string, readonly category: string } };

export type PresentPeriodMutationVariables = Exact<{
  organizationId: number;
  period: string;
  note?: string | null | undefined;
  acceptGaps?: boolean | null | undefined;
}>;


export type PresentPeriodMutation = { readonly presentPeriod:
    | { readonly __typename: 'PresentPeriodSuccess', readonly presentation: { readonly version: number } }
    | { readonly __typename: 'InvalidPeriodError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'PresentationGapsError', readonly message: string, readonly field: string | null, readonly gaps: ReadonlyArray<{ readonly message: string }> }
    | { readonly __typename: 'InvalidInputError', readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
   };

export type CollectMutationVariables = Exact<{
  input: CollectInput;
}>;


export type CollectMutation = { readonly collect:
    | { readonly __typename: 'CollectSuccess', readonly run: { readonly id: number } }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'RunInProgressError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidPeriodError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidParameterError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MissingFieldError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidInputError', readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
   };

export type OnlineCompanyQueryVariables = Exact<{
  organizationId: number;
}>;


export type OnlineCompanyQuery = { readonly organization: { readonly books: { readonly online: { readonly company: { readonly company: string } | null } } } | null };

export type SetCollectionEnabledMutationVariables = Exact<{
  organizationId: number;
  enabled: boolean;
  acceptUnvalidated?: boolean | null | undefined;
}>;


export type SetCollectionEnabledMutation = { readonly setCollectionEnabled:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | Record<PropertyKey, never>
   };

export type OpenFindingsOfMonthQueryVariables = Exact<{
  organizationId: number;
  period: string;
}>;


export type OpenFindingsOfMonthQuery = { readonly organization: { readonly findings: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly message: string } }> } } | null };

export type ClosingProposalsQueryVariables = Exact<{
  organizationId: number;
}>;


export type ClosingProposalsQuery = { readonly organization: { readonly closingApprovals: number, readonly closingProposals: ReadonlyArray<{ readonly id: number, readonly kind: ClosingProposalKind, readonly period: string, readonly reason: string | null, readonly openFindings: ReadonlyArray<string>, readonly proposedAt: string, readonly proposedBy: string, readonly expiresAt: string, readonly isOwn: boolean, readonly missing: ReadonlyArray<{ readonly label: string }> }> } | null };

export type ApproveProposalMutationVariables = Exact<{
  organizationId: number;
  id: number;
}>;


export type ApproveProposalMutation = { readonly approveProposal:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | Record<PropertyKey, never>
   };

export type DeclineProposalMutationVariables = Exact<{
  organizationId: number;
  id: number;
  reason?: string | null | undefined;
}>;


export type DeclineProposalMutation = { readonly declineProposal:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
    | Record<PropertyKey, never>
   };

export type ClosePeriodMutationVariables = Exact<{
  organizationId: number;
  period: string;
  reason?: string | null | undefined;
}>;


export type ClosePeriodMutation = { readonly closePeriod:
    | { readonly __typename: 'ClosePeriodSuccess', readonly proposal: { readonly id: number } | null, readonly missing: ReadonlyArray<{ readonly label: string }>, readonly openFindings: ReadonlyArray<{ readonly id: number }> }
    | { readonly __typename: 'InvalidPeriodError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidInputError', readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
   };

export type ReopenPeriodMutationVariables = Exact<{
  organizationId: number;
  period: string;
  reason: string;
}>;


export type ReopenPeriodMutation = { readonly reopenPeriod:
    | { readonly __typename: 'ReopenPeriodSuccess', readonly proposal: { readonly id: number } | null }
    | { readonly __typename: 'InvalidPeriodError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MissingFieldError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidInputError', readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
   };

export type CollectionProgressSubscriptionVariables = Exact<{
  organizationId: number;
  runId: number;
}>;


export type CollectionProgressSubscription = { readonly collectionProgress: { readonly ended: boolean, readonly run: { readonly id: number, readonly status: CollectionLogStatus, readonly startedAt: string, readonly endedAt: string | null, readonly requestedBy: string }, readonly vendors: ReadonlyArray<{ readonly state: ProgressState, readonly errorMessage: string | null, readonly vendor: { readonly key: VendorKey, readonly name: string }, readonly reading: { readonly stepsDone: number, readonly stepsTotal: number } | null, readonly months: ReadonlyArray<{ readonly period: string, readonly metricsCollected: number | null }> }> } };

export type CollectionQueryVariables = Exact<{
  organizationId: number;
}>;


export type CollectionQuery = { readonly organization: { readonly collection: { readonly enabled: boolean, readonly cron: string, readonly timeZone: string, readonly nextRunAt: string | null, readonly lastSuccessAt: string | null, readonly openFindings: number, readonly running: { readonly id: number } | null, readonly lastRun: { readonly id: number, readonly status: CollectionLogStatus } | null } } | null };

export type DataAttentionQueryVariables = Exact<{
  organizationId: number;
}>;


export type DataAttentionQuery = { readonly organization: { readonly attention: ReadonlyArray<
      | { readonly __typename: 'ThresholdBreach', readonly message: string, readonly action: string }
      | { readonly __typename: 'OpenFindings', readonly message: string, readonly action: string }
      | { readonly __typename: 'MissingInputs', readonly period: string, readonly message: string, readonly action: string, readonly inputs: ReadonlyArray<{ readonly definition: { readonly key: string, readonly label: string }, readonly supplier: { readonly key: VendorKey, readonly name: string } }> }
      | { readonly __typename: 'CollectionProblem', readonly severity: AttentionSeverity, readonly problem: CollectionProblemKind, readonly message: string, readonly action: string, readonly failures: ReadonlyArray<{ readonly message: string, readonly vendor: { readonly name: string } }> }
      | { readonly __typename: 'BooksConsentProblem', readonly message: string, readonly action: string }
      | { readonly __typename: 'BooksProblem', readonly message: string, readonly action: string }
      | { readonly __typename: 'BackupProblem', readonly message: string, readonly action: string }
      | { readonly __typename: 'ProposalWaiting', readonly message: string, readonly action: string }
      | { readonly __typename: 'SignInProblem', readonly message: string, readonly action: string }
    > } | null };

export type CollectionRunsQueryVariables = Exact<{
  organizationId: number;
  after?: string | null | undefined;
}>;


export type CollectionRunsQuery = { readonly organization: { readonly collectionRuns: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly status: CollectionLogStatus, readonly startedAt: string, readonly endedAt: string | null, readonly trigger: RunTrigger, readonly requestedBy: string, readonly force: boolean, readonly reason: string | null, readonly interrupted: boolean, readonly entries: ReadonlyArray<{ readonly period: string, readonly status: CollectionLogStatus, readonly metricsCollected: number, readonly errorMessage: string | null, readonly notes: string | null, readonly vendor: { readonly key: VendorKey, readonly name: string } }> } }> } } | null };

export type FindingsQueryVariables = Exact<{
  organizationId: number;
  acknowledged: boolean;
  after?: string | null | undefined;
}>;


export type FindingsQuery = { readonly organization: { readonly findings: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly kind: FindingKind, readonly period: string, readonly metric: string, readonly message: string, readonly value: string, readonly previousValue: string | null, readonly createdAt: string, readonly acknowledgedAt: string | null, readonly acknowledgedBy: string | null, readonly note: string | null } }> } } | null };

export type MetricNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type MetricNamesQuery = { readonly metricDefinitions: ReadonlyArray<{ readonly key: string, readonly label: string, readonly format: ValueFormat }>, readonly financialHealth: ReadonlyArray<{ readonly key: string, readonly label: string, readonly format: ValueFormat }> };

export type AcknowledgeFindingMutationVariables = Exact<{
  input: AcknowledgeFindingInput;
}>;


export type AcknowledgeFindingMutation = { readonly acknowledgeFinding:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
    | Record<PropertyKey, never>
   };

export type MetricNamedFragment = { readonly key: string, readonly label: string, readonly format: ValueFormat };

export type TieOutsQueryVariables = Exact<{
  organizationId: number;
  months: number;
}>;


export type TieOutsQuery = { readonly organization: { readonly periods: ReadonlyArray<{ readonly period: string, readonly label: string, readonly tieOut: { readonly state: TieOutState, readonly lastAt: string | null, readonly entries: ReadonlyArray<{ readonly stored: string | null, readonly vendorNow: string | null, readonly state: TieOutState, readonly reason: string | null, readonly metric: { readonly key: string, readonly label: string, readonly format: ValueFormat }, readonly vendor: { readonly name: string }, readonly added: ReadonlyArray<{ readonly id: string, readonly amount: string | null, readonly url: string | null }>, readonly removed: ReadonlyArray<{ readonly id: string, readonly amount: string | null, readonly reason: string, readonly url: string | null }>, readonly changed: ReadonlyArray<{ readonly id: string, readonly before: string, readonly after: string }> }> } }> } | null };

export type ValidationQueryVariables = Exact<{
  organizationId: number;
}>;


export type ValidationQuery = { readonly organization: { readonly validation: { readonly from: string, readonly to: string, readonly passed: boolean, readonly goodNights: number, readonly reasons: ReadonlyArray<string>, readonly nights: ReadonlyArray<{ readonly date: string, readonly isGood: boolean, readonly runId: number | null, readonly startedAt: string | null, readonly notes: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly kind: NightProblemKind, readonly message: string }> }>, readonly months: ReadonlyArray<{ readonly period: string, readonly label: string, readonly status: PeriodStatus, readonly isVerified: boolean, readonly openFindings: number, readonly acknowledgedFindings: number, readonly resolvedFindings: number, readonly compared: number, readonly vendors: ReadonlyArray<{ readonly name: string, readonly runId: number | null, readonly state: string }>, readonly booksTieOut: { readonly state: TieOutState, readonly reason: string | null }, readonly differences: ReadonlyArray<{ readonly key: string }>, readonly problems: ReadonlyArray<{ readonly kind: MonthProblemKind, readonly message: string }> }>, readonly quarters: ReadonlyArray<{ readonly period: string, readonly differences: ReadonlyArray<{ readonly label: string, readonly stored: string | null, readonly derived: string | null }> }>, readonly exercises: ReadonlyArray<{ readonly kind: ExerciseKind, readonly at: string | null, readonly by: string | null }> } } | null };

export type ReadinessQueryVariables = Exact<{
  organizationId: number;
  period: string;
}>;


export type ReadinessQuery = { readonly organization: { readonly period: { readonly period: string, readonly readiness: { readonly ready: boolean, readonly blockers: ReadonlyArray<{ readonly kind: ReadinessBlockerKind, readonly message: string }> } } } | null };

export type RestatementsQueryVariables = Exact<{
  organizationId: number;
  period: string;
}>;


export type RestatementsQuery = { readonly organization: { readonly period: { readonly period: string, readonly readiness: { readonly settled: ReadonlyArray<{ readonly firstValue: string | null, readonly valueNow: string | null, readonly changes: number, readonly lastChangedAt: string | null, readonly metric: { readonly key: string, readonly label: string, readonly format: ValueFormat } }>, readonly typicalRestatement: ReadonlyArray<{ readonly medianPct: string | null, readonly p90Pct: string | null, readonly months: number, readonly metric: { readonly key: string, readonly label: string, readonly format: ValueFormat } }> } } } | null };

export type ReviewQueryVariables = Exact<{
  organizationId: number;
  period: string;
  kind: PeriodKind;
  from: string;
}>;


export type ReviewQuery = { readonly organization: { readonly name: string, readonly period: { readonly period: string, readonly label: string, readonly kind: PeriodKind, readonly status: PeriodStatus, readonly end: string, readonly previous: { readonly label: string }, readonly smartNumbers: ReadonlyArray<{ readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly monthsCovered: number, readonly definition: { readonly key: string, readonly label: string, readonly category: SmartNumberCategory, readonly format: ValueFormat }, readonly change: { readonly absolute: string | null, readonly percent: string | null, readonly better: boolean | null, readonly comparable: boolean, readonly reason: string | null } | null, readonly benchmark: { readonly members: number | null, readonly p10: string | null, readonly p25: string, readonly median: string, readonly p75: string, readonly p90: string | null, readonly standing: string | null, readonly source: string | null, readonly year: number | null } | null, readonly breakdown: { readonly missing: ReadonlyArray<{ readonly key: string, readonly label: string }> } }> }, readonly periods: ReadonlyArray<{ readonly label: string, readonly status: PeriodStatus, readonly smartNumbers: ReadonlyArray<{ readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly definition: { readonly key: string } }> }>, readonly thresholds: ReadonlyArray<{ readonly metric: string, readonly type: ThresholdType, readonly bound: Bound, readonly value: string }>, readonly attention: ReadonlyArray<
      | { readonly __typename: 'ThresholdBreach', readonly period: string, readonly severity: AttentionSeverity, readonly message: string, readonly action: string, readonly definition:
          | { readonly __typename: 'MetricDefinition' }
          | { readonly __typename: 'SmartNumberDefinition' }
         }
      | { readonly __typename: 'OpenFindings', readonly severity: AttentionSeverity, readonly message: string, readonly action: string }
      | { readonly __typename: 'MissingInputs', readonly period: string, readonly severity: AttentionSeverity, readonly message: string, readonly action: string }
      | { readonly __typename: 'CollectionProblem', readonly severity: AttentionSeverity, readonly message: string, readonly action: string }
      | { readonly __typename: 'BooksConsentProblem', readonly severity: AttentionSeverity, readonly message: string, readonly action: string }
      | { readonly __typename: 'BooksProblem', readonly severity: AttentionSeverity, readonly message: string, readonly action: string }
      | { readonly __typename: 'BackupProblem', readonly severity: AttentionSeverity, readonly message: string, readonly action: string }
      | { readonly __typename: 'ProposalWaiting', readonly severity: AttentionSeverity, readonly message: string, readonly action: string }
      | { readonly __typename: 'SignInProblem', readonly severity: AttentionSeverity, readonly message: string, readonly action: string }
    > } | null };

export type SmartNumberShownFragment = { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly monthsCovered: number, readonly definition: { readonly key: string, readonly label: string, readonly category: SmartNumberCategory, readonly format: ValueFormat }, readonly change: { readonly absolute: string | null, readonly percent: string | null, readonly better: boolean | null, readonly comparable: boolean, readonly reason: string | null } | null, readonly benchmark: { readonly members: number | null, readonly p10: string | null, readonly p25: string, readonly median: string, readonly p75: string, readonly p90: string | null, readonly standing: string | null, readonly source: string | null, readonly year: number | null } | null, readonly breakdown: { readonly missing: ReadonlyArray<{ readonly key: string, readonly label: string }> } };

type AttentionShown_ThresholdBreach_Fragment = { readonly __typename: 'ThresholdBreach', readonly period: string, readonly severity: AttentionSeverity, readonly message: string, readonly action: string, readonly definition:
    | { readonly __typename: 'MetricDefinition' }
    | { readonly __typename: 'SmartNumberDefinition' }
   };

type AttentionShown_OpenFindings_Fragment = { readonly __typename: 'OpenFindings', readonly severity: AttentionSeverity, readonly message: string, readonly action: string };

type AttentionShown_MissingInputs_Fragment = { readonly __typename: 'MissingInputs', readonly period: string, readonly severity: AttentionSeverity, readonly message: string, readonly action: string };

type AttentionShown_CollectionProblem_Fragment = { readonly __typename: 'CollectionProblem', readonly severity: AttentionSeverity, readonly message: string, readonly action: string };

type AttentionShown_BooksConsentProblem_Fragment = { readonly __typename: 'BooksConsentProblem', readonly severity: AttentionSeverity, readonly message: string, readonly action: string };

type AttentionShown_BooksProblem_Fragment = { readonly __typename: 'BooksProblem', readonly severity: AttentionSeverity, readonly message: string, readonly action: string };

type AttentionShown_BackupProblem_Fragment = { readonly __typename: 'BackupProblem', readonly severity: AttentionSeverity, readonly message: string, readonly action: string };

type AttentionShown_ProposalWaiting_Fragment = { readonly __typename: 'ProposalWaiting', readonly severity: AttentionSeverity, readonly message: string, readonly action: string };

type AttentionShown_SignInProblem_Fragment = { readonly __typename: 'SignInProblem', readonly severity: AttentionSeverity, readonly message: string, readonly action: string };

export type AttentionShownFragment =
  | AttentionShown_ThresholdBreach_Fragment
  | AttentionShown_OpenFindings_Fragment
  | AttentionShown_MissingInputs_Fragment
  | AttentionShown_CollectionProblem_Fragment
  | AttentionShown_BooksConsentProblem_Fragment
  | AttentionShown_BooksProblem_Fragment
  | AttentionShown_BackupProblem_Fragment
  | AttentionShown_ProposalWaiting_Fragment
  | AttentionShown_SignInProblem_Fragment
;

export type ApiKeysQueryVariables = Exact<{
  organizationId: number;
}>;


export type ApiKeysQuery = { readonly apiKeys: ReadonlyArray<{ readonly id: number, readonly name: string, readonly prefix: string, readonly role: Role, readonly state: ApiKeyState, readonly createdAt: string, readonly createdBy: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly lastUsedFrom: string | null, readonly revokedAt: string | null, readonly revokedBy: string | null }> };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { readonly createApiKey:
    | { readonly __typename: 'CreateApiKeySuccess', readonly key: string, readonly apiKey: { readonly name: string, readonly role: Role, readonly expiresAt: string | null } }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MissingFieldError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidInputError', readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
   };

export type RevokeApiKeyMutationVariables = Exact<{
  input: RevokeApiKeyInput;
}>;


export type RevokeApiKeyMutation = { readonly revokeApiKey:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | Record<PropertyKey, never>
   };

export type AuditChoicesQueryVariables = Exact<{
  organizationId: number;
}>;


export type AuditChoicesQuery = { readonly organization: { readonly auditActions: ReadonlyArray<{ readonly action: string, readonly description: string }> } | null, readonly smartNumberDefinitions: ReadonlyArray<{ readonly key: string, readonly label: string, readonly format: ValueFormat }>, readonly metricDefinitions: ReadonlyArray<{ readonly key: string, readonly label: string, readonly format: ValueFormat }> };

export type AuditTrailQueryVariables = Exact<{
  organizationId: number;
  actor?: string | null | undefined;
  actions?: ReadonlyArray<string> | string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  period?: string | null | undefined;
  metric?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditTrailQuery = { readonly organization: { readonly auditEntries: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly at: string, readonly actor: string, readonly actorId: string | null, readonly credential: string | null, readonly address: string | null, readonly action: string, readonly description: string | null, readonly detail: unknown } }> } } | null };

export type BenchmarksQueryVariables = Exact<{
  organizationId: number;
}>;


export type BenchmarksQuery = { readonly organization: { readonly benchmarks: { readonly participation: BenchmarkParticipation, readonly endpoints: number | null, readonly employees: number | null, readonly label: string | null } } | null };

export type BenchmarksShownFragment = { readonly participation: BenchmarkParticipation, readonly endpoints: number | null, readonly employees: number | null, readonly label: string | null };

export type SetBenchmarksMutationVariables = Exact<{
  input: SetBenchmarksInput;
}>;


export type SetBenchmarksMutation = { readonly setBenchmarks:
    | { readonly __typename: 'SetBenchmarksSuccess' }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidInputError', readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
   };

export type PeopleQueryVariables = Exact<{
  organizationId: number;
}>;


export type PeopleQuery = { readonly people: ReadonlyArray<{ readonly id: number, readonly email: string | null, readonly name: string | null, readonly givenRole: Role | null, readonly configuredRole: Role | null, readonly lastSignInAt: string | null, readonly createdAt: string, readonly createdBy: string }> };

export type InvitePersonMutationVariables = Exact<{
  input: InvitePersonInput;
}>;


export type InvitePersonMutation = { readonly invitePerson:
    | { readonly __typename: 'InvitePersonSuccess', readonly person: { readonly email: string | null } }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'AlreadyInvitedError', readonly message: string, readonly field: string | null }
   };

export type ChangePersonRoleMutationVariables = Exact<{
  input: ChangePersonRoleInput;
}>;


export type ChangePersonRoleMutation = { readonly changePersonRole:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | Record<PropertyKey, never>
   };

export type RemovePersonMutationVariables = Exact<{
  input: RemovePersonInput;
}>;


export type RemovePersonMutation = { readonly removePerson:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | Record<PropertyKey, never>
   };

export type SessionsQueryVariables = Exact<{
  organizationId: number;
}>;


export type SessionsQuery = { readonly sessions: ReadonlyArray<{ readonly id: number, readonly isCurrent: boolean, readonly directoryRole: Role | null, readonly address: string | null, readonly createdAt: string, readonly expiresAt: string, readonly person: { readonly email: string | null, readonly name: string | null } }> };

export type RevokeSessionMutationVariables = Exact<{
  input: RevokeSessionInput;
}>;


export type RevokeSessionMutation = { readonly revokeSession:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | Record<PropertyKey, never>
   };

export type SettingsQueryVariables = Exact<{
  organizationId: number;
}>;


export type SettingsQuery = { readonly organization: { readonly settings: ReadonlyArray<{ readonly name: string, readonly label: string, readonly meaning: string, readonly kind: SettingKind, readonly accepted: string, readonly choices: ReadonlyArray<string>, readonly vendor: VendorKey | null, readonly variable: string | null, readonly value: string | null, readonly isSet: boolean, readonly origin: SettingOrigin, readonly updatedAt: string | null, readonly updatedBy: string | null, readonly problem: string | null, readonly readOnlyBecause: string | null }> } | null };

export type ShownSettingFragment = { readonly name: string, readonly label: string, readonly meaning: string, readonly kind: SettingKind, readonly accepted: string, readonly choices: ReadonlyArray<string>, readonly vendor: VendorKey | null, readonly variable: string | null, readonly value: string | null, readonly isSet: boolean, readonly origin: SettingOrigin, readonly updatedAt: string | null, readonly updatedBy: string | null, readonly problem: string | null, readonly readOnlyBecause: string | null };

export type UpdateSettingsMutationVariables = Exact<{
  input: UpdateSettingsInput;
}>;


export type UpdateSettingsMutation = { readonly updateSettings:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
    | Record<PropertyKey, never>
   };

export type TryVendorMutationVariables = Exact<{
  input: TryVendorInput;
}>;


export type TryVendorMutation = { readonly tryVendor:
    | { readonly __typename: 'TryVendorSuccess', readonly outcome: TrialOutcome, readonly seen: ReadonlyArray<string>, readonly sentence: string }
    | { readonly __typename: 'OrganizationNotFoundError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidParameterError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MissingFieldError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'RateLimitedError', readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidInputError', readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
   };

export type GeneralSettingsQueryVariables = Exact<{
  organizationId: number;
}>;


export type GeneralSettingsQuery = { readonly organization: { readonly name: string, readonly timeZone: string, readonly timeZoneOrigin: SettingOrigin, readonly currency: string | null, readonly locale: string | null } | null };

export type UpdateGeneralSettingsMutationVariables = Exact<{
  organizationId: number;
  name?: string | null | undefined;
  timeZone?: string | null | undefined;
  currency?: string | null | undefined;
  locale?: string | null | undefined;
}>;


export type UpdateGeneralSettingsMutation = { readonly updateOrganization:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
    | { readonly message: string, readonly field: string | null }
    | Record<PropertyKey, never>
   };

export type ScheduleQueryVariables = Exact<{
  organizationId: number;
}>;


export type ScheduleQuery = { readonly organization: { readonly collection: { readonly enabled: boolean } } | null };

export type ThresholdsQueryVariables = Exact<{
  organizationId: number;
}>;


export type ThresholdsQuery = { readonly organization: { readonly thresholds: ReadonlyArray<{ readonly metric: string, readonly type: ThresholdType, readonly bound: Bound, readonly value: string, readonly updatedAt: string, readonly updatedBy: string | null }> } | null, readonly smartNumberDefinitions: ReadonlyArray<{ readonly key: string, readonly label: string, readonly format: ValueFormat, readonly suggestedRange: { readonly min: string, readonly max: string } | null }>, readonly metricDefinitions: ReadonlyArray<{ readonly key: string, readonly label: string, readonly format: ValueFormat }> };

export type SetThresholdMutationVariables = Exact<{
  input: SetThresholdInput;
}>;


export type SetThresholdMutation = { readonly setThreshold:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
    | Record<PropertyKey, never>
   };

export type RemoveThresholdMutationVariables = Exact<{
  input: RemoveThresholdInput;
}>;


export type RemoveThresholdMutation = { readonly removeThreshold:
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null }
    | { readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
        | { readonly message: string, readonly field: string | null }
      > }
    | Record<PropertyKey, never>
   };

export type EnterValuesMutationVariables = Exact<{
  organizationId: number;
  period: string;
  entries: ReadonlyArray<MetricEntryInput> | MetricEntryInput;
  keys: ReadonlyArray<string> | string;
}>;


export type EnterValuesMutation = { readonly enterMetrics:
    | { readonly __typename: 'EnterMetricsSuccess', readonly period: { readonly metrics: ReadonlyArray<{ readonly value: string | null, readonly updatedAt: string | null, readonly definition: { readonly key: string } }> } }
    | { readonly __typename: 'InvalidPeriodError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OrganizationNotFoundError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'PeriodClosedError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MissingFieldError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MetricNotFoundError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidInputError', readonly code: ErrorCode, readonly message: string, readonly field: string | null, readonly errors: ReadonlyArray<
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
        | { readonly code: ErrorCode, readonly message: string, readonly field: string | null }
      > }
   };

export type ReleaseValuesMutationVariables = Exact<{
  organizationId: number;
  period: string;
  metrics: ReadonlyArray<string> | string;
}>;


export type ReleaseValuesMutation = { readonly releaseMetrics:
    | { readonly __typename: 'ReleaseMetricsSuccess', readonly released: ReadonlyArray<{ readonly outcome: ReleaseOutcome, readonly definition: { readonly key: string } }>, readonly period: { readonly metrics: ReadonlyArray<{ readonly value: string | null, readonly updatedAt: string | null, readonly definition: { readonly key: string } }> } }
    | { readonly __typename: 'InvalidPeriodError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OrganizationNotFoundError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'PeriodClosedError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MissingFieldError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'MetricNotFoundError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidValueError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'InvalidInputError', readonly code: ErrorCode, readonly message: string, readonly field: string | null }
   };

export type ValueHistoryQueryVariables = Exact<{
  organizationId: number;
  key: string;
  period: string;
}>;


export type ValueHistoryQuery = { readonly organization: { readonly period: { readonly period: string, readonly label: string, readonly status: PeriodStatus, readonly metric: { readonly period: string, readonly state: ValueState, readonly value: string | null, readonly formatted: string, readonly source: DataSource | null, readonly enteredBy: string | null, readonly notes: string | null, readonly updatedAt: string | null, readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string, readonly category: MetricCategory, readonly aggregation: Aggregation | null, readonly isEditable: boolean, readonly isCalculated: boolean }, readonly history: { readonly pageInfo: { readonly hasNextPage: boolean }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: number, readonly oldValue: string | null, readonly newValue: string | null, readonly newSource: DataSource | null, readonly cause: ChangeCause, readonly actor: string, readonly reason: string | null, readonly changedAt: string } }> } } | null } } | null };

export type StoredMetricFragment = { readonly value: string | null, readonly updatedAt: string | null, readonly definition: { readonly key: string } };

export type SheetQueryVariables = Exact<{
  organizationId: number;
  from: string;
  to: string;
}>;


export type SheetQuery = { readonly organization: { readonly months: ReadonlyArray<{ readonly period: string, readonly label: string, readonly status: PeriodStatus }>, readonly review: ReadonlyArray<{ readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string, readonly category: MetricCategory, readonly aggregation: Aggregation | null, readonly isEditable: boolean, readonly isCalculated: boolean }, readonly points: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly source: DataSource | null, readonly enteredBy: string | null, readonly notes: string | null, readonly updatedAt: string | null }>, readonly total: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> }, readonly previousYear: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> } | null }>, readonly financialHealth: ReadonlyArray<{ readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string, readonly category: MetricCategory, readonly aggregation: Aggregation | null, readonly isEditable: boolean, readonly isCalculated: boolean }, readonly points: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly source: DataSource | null, readonly enteredBy: string | null, readonly notes: string | null, readonly updatedAt: string | null }>, readonly total: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> }, readonly previousYear: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> } | null }>, readonly intermediate: ReadonlyArray<{ readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string, readonly category: MetricCategory, readonly aggregation: Aggregation | null, readonly isEditable: boolean, readonly isCalculated: boolean }, readonly points: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly source: DataSource | null, readonly enteredBy: string | null, readonly notes: string | null, readonly updatedAt: string | null }>, readonly total: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> }, readonly previousYear: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> } | null }>, readonly smartNumbers: ReadonlyArray<{ readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string }, readonly points: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState }>, readonly total: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> }, readonly previousYear: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> } | null }> } | null };

export type MetricRowFragment = { readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string, readonly category: MetricCategory, readonly aggregation: Aggregation | null, readonly isEditable: boolean, readonly isCalculated: boolean }, readonly points: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly source: DataSource | null, readonly enteredBy: string | null, readonly notes: string | null, readonly updatedAt: string | null }>, readonly total: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> }, readonly previousYear: { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> } | null };

export type RowTotalFragment = { readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly monthsCovered: number, readonly missing: ReadonlyArray<{ readonly label: string }> };

export type SheetDefinitionFragment = { readonly key: string, readonly label: string, readonly format: ValueFormat, readonly description: string, readonly category: MetricCategory, readonly aggregation: Aggregation | null, readonly isEditable: boolean, readonly isCalculated: boolean };

export type TrendChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type TrendChoicesQuery = { readonly metricDefinitions: ReadonlyArray<{ readonly key: string, readonly label: string, readonly category: MetricCategory, readonly isCustom: boolean }>, readonly financialHealth: ReadonlyArray<{ readonly key: string, readonly label: string, readonly category: MetricCategory, readonly isCustom: boolean }>, readonly smartNumberDefinitions: ReadonlyArray<{ readonly key: string, readonly label: string, readonly category: SmartNumberCategory }> };

export type TrendsQueryVariables = Exact<{
  organizationId: number;
  metrics: ReadonlyArray<string> | string;
  hasMetrics: boolean;
  smartNumbers: ReadonlyArray<string> | string;
  hasSmartNumbers: boolean;
  from: string;
  to: string;
  yearAgoFrom: string;
  yearAgoTo: string;
  yearOverYear: boolean;
}>;


export type TrendsQuery = { readonly organization: { readonly thresholds: ReadonlyArray<{ readonly metric: string, readonly type: ThresholdType, readonly bound: Bound, readonly value: string }>, readonly metrics?: ReadonlyArray<{ readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat }, readonly points: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly monthsCovered: number }> }>, readonly smartNumbers?: ReadonlyArray<{ readonly definition: { readonly key: string, readonly label: string, readonly format: ValueFormat }, readonly points: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly monthsCovered: number }> }>, readonly metricsYearAgo?: ReadonlyArray<{ readonly definition: { readonly key: string }, readonly points?: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly monthsCovered: number }> }>, readonly smartNumbersYearAgo?: ReadonlyArray<{ readonly definition: { readonly key: string }, readonly points?: ReadonlyArray<{ readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly monthsCovered: number }> }> } | null };

type TrendDefinition_MetricDefinition_Fragment = { readonly key: string, readonly label: string, readonly format: ValueFormat };

type TrendDefinition_SmartNumberDefinition_Fragment = { readonly key: string, readonly label: string, readonly format: ValueFormat };

export type TrendDefinitionFragment =
  | TrendDefinition_MetricDefinition_Fragment
  | TrendDefinition_SmartNumberDefinition_Fragment
;

type TrendPoint_MetricValue_Fragment = { readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly monthsCovered: number };

type TrendPoint_SmartNumberValue_Fragment = { readonly period: string, readonly value: string | null, readonly formatted: string, readonly state: ValueState, readonly status: ThresholdStatus, readonly monthsCovered: number };

export type TrendPointFragment =
  | TrendPoint_MetricValue_Fragment
  | TrendPoint_SmartNumberValue_Fragment
;

export const BooksOperation: TypedOperation<BooksQuery, Omit<BooksQueryVariables, 'organizationId'>> = {
  name: 'Books',
  kind: 'query',
  sha256: '8912c4573c7c7d6648373c378cd8379b9adc7cf1be4d56adfac46645a126baec',
  organizationIn: 'variables',
};

export const BooksOfMonthOperation: TypedOperation<BooksOfMonthQuery, Omit<BooksOfMonthQueryVariables, 'organizationId'>> = {
  name: 'BooksOfMonth',
  kind: 'query',
  sha256: '974f7d3e911d61369687b347e139f78c6eaecd5cef1e6f88fd84316d10b35a74',
  organizationIn: 'variables',
};

export const BooksMonthsOperation: TypedOperation<BooksMonthsQuery, Omit<BooksMonthsQueryVariables, 'organizationId'>> = {
  name: 'BooksMonths',
  kind: 'query',
  sha256: '36b0e4eb68471dc9f80eabbd719643baf76af27446ac49d81d2970078324ed90',
  organizationIn: 'variables',
};

export const ConnectBooksOperation: TypedOperation<ConnectBooksMutation, Omit<ConnectBooksMutationVariables, 'organizationId'>> = {
  name: 'ConnectBooks',
  kind: 'mutation',
  sha256: '4b22cb723e0dfc4fa03151c20f78923956a3ba119522dcbdd6bfa63fd1650805',
  organizationIn: 'variables',
};

export const PauseBooksOperation: TypedOperation<PauseBooksMutation, Omit<PauseBooksMutationVariables, 'organizationId'>> = {
  name: 'PauseBooks',
  kind: 'mutation',
  sha256: '7c52d0026a6dfaf95e99c160c7442c57f546074c910549b3fc56791d749289c1',
  organizationIn: 'variables',
};

export const PreviewAccountMappingOperation: TypedOperation<PreviewAccountMappingMutation, PreviewAccountMappingMutationVariables> = {
  name: 'PreviewAccountMapping',
  kind: 'mutation',
  sha256: 'f899c2a3bbd94fcff7471035cf6092de269bdf9f6fe8bfb2038e78cdb0817734',
  organizationIn: 'input',
};

export const SaveAccountMappingOperation: TypedOperation<SaveAccountMappingMutation, SaveAccountMappingMutationVariables> = {
  name: 'SaveAccountMapping',
  kind: 'mutation',
  sha256: '4a7c2813519833967e305b6384e803a191760fc61bf7e431fca6d9c071a4704c',
  organizationIn: 'input',
};

export const ImportBooksOperation: TypedOperation<ImportBooksMutation, ImportBooksMutationVariables> = {
  name: 'ImportBooks',
  kind: 'mutation',
  sha256: '4e38abe06ec893ef5e1e88c3c00bec36a099d81e950cc66227503ab199d1e3f2',
  organizationIn: 'input',
};

export const SmartNumberAttributionOperation: TypedOperation<SmartNumberAttributionQuery, Omit<SmartNumberAttributionQueryVariables, 'organizationId'>> = {
  name: 'SmartNumberAttribution',
  kind: 'query',
  sha256: '36a9aac21488f8f48d366cf6718a7e6b548a59bccc782c0ed46e7fcb1ec6d551',
  organizationIn: 'variables',
};

export const MetricAttributionOperation: TypedOperation<MetricAttributionQuery, Omit<MetricAttributionQueryVariables, 'organizationId'>> = {
  name: 'MetricAttribution',
  kind: 'query',
  sha256: 'dea76c19ae5ad766053dbce5ac5783f663f113aa21bde99c6f59251c98c1347a',
  organizationIn: 'variables',
};

export const SmartNumberExplanationOperation: TypedOperation<SmartNumberExplanationQuery, Omit<SmartNumberExplanationQueryVariables, 'organizationId'>> = {
  name: 'SmartNumberExplanation',
  kind: 'query',
  sha256: 'ad5779a1fe0bcf7a89809a9ab8969fc1184dd1dc77b7432b6a5b13980b39f449',
  organizationIn: 'variables',
};

export const MetricExplanationOperation: TypedOperation<MetricExplanationQuery, Omit<MetricExplanationQueryVariables, 'organizationId'>> = {
  name: 'MetricExplanation',
  kind: 'query',
  sha256: '363773e5d4169295568ced22e0079782263f686b60fd7cbd317c912822837f12',
  organizationIn: 'variables',
};

export const EvidenceRowsOperation: TypedOperation<EvidenceRowsQuery, Omit<EvidenceRowsQueryVariables, 'organizationId'>> = {
  name: 'EvidenceRows',
  kind: 'query',
  sha256: 'b0dcf860007ac5f39d0da3c5a3e2b2e0cbc1af4868fa1e69f7dbd38d1528550b',
  organizationIn: 'variables',
};

export const ShellOperation: TypedOperation<ShellQuery, Omit<ShellQueryVariables, 'organizationId'>> = {
  name: 'Shell',
  kind: 'query',
  sha256: 'f6d31e4be03ca62199469cf482da45add9263ebf50c91d8d2aaa7df01ff35b4b',
  organizationIn: 'variables',
};

export const PreviewImportOperation: TypedOperation<PreviewImportMutation, PreviewImportMutationVariables> = {
  name: 'PreviewImport',
  kind: 'mutation',
  sha256: 'b136a682c192a8c7002e33cff1cffe51901ef91f8873b4eb23ea45b1200c7370',
  organizationIn: 'input',
};

export const ApplyImportOperation: TypedOperation<ApplyImportMutation, ApplyImportMutationVariables> = {
  name: 'ApplyImport',
  kind: 'mutation',
  sha256: 'b9fa697c9abb22bf2e6875138334a10954392349ae7cfb2a349836f7d08676be',
  organizationIn: 'input',
};

export const UndoImportOperation: TypedOperation<UndoImportMutation, Omit<UndoImportMutationVariables, 'organizationId'>> = {
  name: 'UndoImport',
  kind: 'mutation',
  sha256: '48bf2abe3a79906e53ca67aff1a232b59878917ee26c7199b3d94678a4449731',
  organizationIn: 'variables',
};

export const EarlierImportsOperation: TypedOperation<EarlierImportsQuery, Omit<EarlierImportsQueryVariables, 'organizationId'>> = {
  name: 'EarlierImports',
  kind: 'query',
  sha256: '9ea18289ae1ba7a46624760f3361d5f9f3891ac4a33a790b19d8cdaa13aa409b',
  organizationIn: 'variables',
};

export const ImportSubjectsOperation: TypedOperation<ImportSubjectsQuery, ImportSubjectsQueryVariables> = {
  name: 'ImportSubjects',
  kind: 'query',
  sha256: '8eb57c3d017551cb142164cbcbce1ff6dc30064411bc37c8fd5f2faa536ba91e',
  organizationIn: null,
};

export const OrganizationsOperation: TypedOperation<OrganizationsQuery, OrganizationsQueryVariables> = {
  name: 'Organizations',
  kind: 'query',
  sha256: '75b5f4f5ba3dab0a816e9ac702af788d7b9ecf4d6871880ba698d643dbcf086a',
  organizationIn: null,
};

export const MembersOperation: TypedOperation<MembersQuery, MembersQueryVariables> = {
  name: 'Members',
  kind: 'query',
  sha256: 'b32e8f52340ea789badeea819b2af3f6bdf9da88b04f23f6c020f69eb9bb09a3',
  organizationIn: null,
};

export const CreateOrganizationOperation: TypedOperation<CreateOrganizationMutation, CreateOrganizationMutationVariables> = {
  name: 'CreateOrganization',
  kind: 'mutation',
  sha256: 'ad7560172f4ad5d31d013b212b380947f186970eedfce44837debb58d594df08',
  organizationIn: null,
};

export const RenameOrganizationOperation: TypedOperation<RenameOrganizationMutation, RenameOrganizationMutationVariables> = {
  name: 'RenameOrganization',
  kind: 'mutation',
  sha256: 'd89c53583d67e4f998cd1547cd5d5d53badf9c448fc63798890d015c2d5dd89f',
  organizationIn: null,
};

export const ArchiveOrganizationOperation: TypedOperation<ArchiveOrganizationMutation, ArchiveOrganizationMutationVariables> = {
  name: 'ArchiveOrganization',
  kind: 'mutation',
  sha256: 'e8a75f224fe31130387d101b01280b63db852b40b9631c55cc42e893812f9b3a',
  organizationIn: null,
};

export const GiveMembershipOperation: TypedOperation<GiveMembershipMutation, GiveMembershipMutationVariables> = {
  name: 'GiveMembership',
  kind: 'mutation',
  sha256: 'ba3a15b4cb153813bc4a3321ff989db9b59c572d246df453875382f798564867',
  organizationIn: null,
};

export const PresentedReviewOperation: TypedOperation<PresentedReviewQuery, Omit<PresentedReviewQueryVariables, 'organizationId'>> = {
  name: 'PresentedReview',
  kind: 'query',
  sha256: '21a76166b8148b5bce7753b4275640d8cb28c3fe9253af2ce7d3f64542acc4d2',
  organizationIn: 'variables',
};

export const PresentationViewOperation: TypedOperation<PresentationViewQuery, Omit<PresentationViewQueryVariables, 'organizationId'>> = {
  name: 'PresentationView',
  kind: 'query',
  sha256: '85859f99559f568632ce119d6ec68825cb8a6c2dc8de099e39ea3b6356e9d91a',
  organizationIn: 'variables',
};

export const PresentPeriodOperation: TypedOperation<PresentPeriodMutation, Omit<PresentPeriodMutationVariables, 'organizationId'>> = {
  name: 'PresentPeriod',
  kind: 'mutation',
  sha256: '6393b5e12f68194805c24e75422441df69553ad52bdabd17b2eba8591a3a5f5a',
  organizationIn: 'variables',
};

export const CollectOperation: TypedOperation<CollectMutation, CollectMutationVariables> = {
  name: 'Collect',
  kind: 'mutation',
  sha256: '4285c8d1d88d7ff9eda71b66d37b8ef5a35a8e97d759e9479549a2f73b127c4f',
  organizationIn: 'input',
};

export const OnlineCompanyOperation: TypedOperation<OnlineCompanyQuery, Omit<OnlineCompanyQueryVariables, 'organizationId'>> = {
  name: 'OnlineCompany',
  kind: 'query',
  sha256: 'cb43fd570651afcd07e21d2af16b58f6fd0d702561002152ba509357ec0e2f6d',
  organizationIn: 'variables',
};

export const SetCollectionEnabledOperation: TypedOperation<SetCollectionEnabledMutation, Omit<SetCollectionEnabledMutationVariables, 'organizationId'>> = {
  name: 'SetCollectionEnabled',
  kind: 'mutation',
  sha256: 'b2fe500825172c06f71d1823f99e9a9db7d18bf9329cb438a43483b3df770551',
  organizationIn: 'variables',
};

export const OpenFindingsOfMonthOperation: TypedOperation<OpenFindingsOfMonthQuery, Omit<OpenFindingsOfMonthQueryVariables, 'organizationId'>> = {
  name: 'OpenFindingsOfMonth',
  kind: 'query',
  sha256: '4544902120896d30b250b6e6204225e8e22228f47ee25704c633a936b164e588',
  organizationIn: 'variables',
};

export const ClosingProposalsOperation: TypedOperation<ClosingProposalsQuery, Omit<ClosingProposalsQueryVariables, 'organizationId'>> = {
  name: 'ClosingProposals',
  kind: 'query',
  sha256: '044b9ccf60d62735e206533972516b41210ff535f02b3b8c339ddc39774ff1c1',
  organizationIn: 'variables',
};

export const ApproveProposalOperation: TypedOperation<ApproveProposalMutation, Omit<ApproveProposalMutationVariables, 'organizationId'>> = {
  name: 'ApproveProposal',
  kind: 'mutation',
  sha256: '701041936d41a26d7ac903c51e6a1cb9713fd2711eb3d90e69d6e4070052b557',
  organizationIn: 'variables',
};

export const DeclineProposalOperation: TypedOperation<DeclineProposalMutation, Omit<DeclineProposalMutationVariables, 'organizationId'>> = {
  name: 'DeclineProposal',
  kind: 'mutation',
  sha256: '95fec099b115c58d46bb8fd16b1dc6f16a8c3fbde72b782c7265db3702c64ed2',
  organizationIn: 'variables',
};

export const ClosePeriodOperation: TypedOperation<ClosePeriodMutation, Omit<ClosePeriodMutationVariables, 'organizationId'>> = {
  name: 'ClosePeriod',
  kind: 'mutation',
  sha256: '3f444da5e47020c75ddd2d9a7c9070c6f4f8601ea2649afd254c9f58245a1fa0',
  organizationIn: 'variables',
};

export const ReopenPeriodOperation: TypedOperation<ReopenPeriodMutation, Omit<ReopenPeriodMutationVariables, 'organizationId'>> = {
  name: 'ReopenPeriod',
  kind: 'mutation',
  sha256: '3d455a7dbe32b7467a28cff17758907a18bedcead2ed770ce3888eb1a6a00329',
  organizationIn: 'variables',
};

export const CollectionProgressOperation: TypedOperation<CollectionProgressSubscription, Omit<CollectionProgressSubscriptionVariables, 'organizationId'>> = {
  name: 'CollectionProgress',
  kind: 'subscription',
  sha256: '3b321fe6d17d04c7b10b1da8f3b40a10d71f55e82f725f9434e41bfc972e365f',
  organizationIn: 'variables',
};

export const CollectionOperation: TypedOperation<CollectionQuery, Omit<CollectionQueryVariables, 'organizationId'>> = {
  name: 'Collection',
  kind: 'query',
  sha256: '358aa817fedb4d79d2cfc5fd9a4a853ce2691804ff705c52369b8c9498db5be0',
  organizationIn: 'variables',
};

export const DataAttentionOperation: TypedOperation<DataAttentionQuery, Omit<DataAttentionQueryVariables, 'organizationId'>> = {
  name: 'DataAttention',
  kind: 'query',
  sha256: '96d08ff1b0605f0cb50622f8a2b1f2e313a377ba0c11f412670386338a914a5c',
  organizationIn: 'variables',
};

export const CollectionRunsOperation: TypedOperation<CollectionRunsQuery, Omit<CollectionRunsQueryVariables, 'organizationId'>> = {
  name: 'CollectionRuns',
  kind: 'query',
  sha256: 'f78b6d86129333e71cf35be15cde9cdf5220b04228cd797e4474371c04076b26',
  organizationIn: 'variables',
};

export const FindingsOperation: TypedOperation<FindingsQuery, Omit<FindingsQueryVariables, 'organizationId'>> = {
  name: 'Findings',
  kind: 'query',
  sha256: '2067050e025365d0e6ceaae946e31e799ebf7a2e7a27b2dd49586f475d87a95e',
  organizationIn: 'variables',
};

export const MetricNamesOperation: TypedOperation<MetricNamesQuery, MetricNamesQueryVariables> = {
  name: 'MetricNames',
  kind: 'query',
  sha256: 'a567cc2497f1c2063ae4901e7bab120e14079b59669ffe46684ab7a70f2c72c3',
  organizationIn: null,
};

export const AcknowledgeFindingOperation: TypedOperation<AcknowledgeFindingMutation, AcknowledgeFindingMutationVariables> = {
  name: 'AcknowledgeFinding',
  kind: 'mutation',
  sha256: '28eb152d3cbaefdec95a2c692501a1e2b1f7acc87340b5163f0cccca1017059e',
  organizationIn: 'input',
};

export const TieOutsOperation: TypedOperation<TieOutsQuery, Omit<TieOutsQueryVariables, 'organizationId'>> = {
  name: 'TieOuts',
  kind: 'query',
  sha256: '6266096c337b1dd24e255513e3b28d83def88b9f4bcfaec4206e8e51472584f5',
  organizationIn: 'variables',
};

export const ValidationOperation: TypedOperation<ValidationQuery, Omit<ValidationQueryVariables, 'organizationId'>> = {
  name: 'Validation',
  kind: 'query',
  sha256: '77e846a16ca14dfe57259b4dc30611f217aeca76daeb97f6252f423c28596517',
  organizationIn: 'variables',
};

export const ReadinessOperation: TypedOperation<ReadinessQuery, Omit<ReadinessQueryVariables, 'organizationId'>> = {
  name: 'Readiness',
  kind: 'query',
  sha256: '416092cdc7106961da71818d64197626211ccf7afd6a1af7cd09b2be2d2711c6',
  organizationIn: 'variables',
};

export const RestatementsOperation: TypedOperation<RestatementsQuery, Omit<RestatementsQueryVariables, 'organizationId'>> = {
  name: 'Restatements',
  kind: 'query',
  sha256: 'af08c803a887552d84d676e13a21a2aab36f48efdbb011c561a18f7044c15154',
  organizationIn: 'variables',
};

export const ReviewOperation: TypedOperation<ReviewQuery, Omit<ReviewQueryVariables, 'organizationId'>> = {
  name: 'Review',
  kind: 'query',
  sha256: '6a997d4a3ae56ce0616e2618cabd2325db185c113953be5faacb7dcb75d3cd6a',
  organizationIn: 'variables',
};

export const ApiKeysOperation: TypedOperation<ApiKeysQuery, Omit<ApiKeysQueryVariables, 'organizationId'>> = {
  name: 'ApiKeys',
  kind: 'query',
  sha256: '98c443b6bba2f7791b13003db53b1ec037c80bbea1222ffe75e4d7c4b9414d7a',
  organizationIn: 'variables',
};

export const CreateApiKeyOperation: TypedOperation<CreateApiKeyMutation, CreateApiKeyMutationVariables> = {
  name: 'CreateApiKey',
  kind: 'mutation',
  sha256: 'd726839024af49524d82aceff7f934a093eec4e86854680eb21be72f03c2abfe',
  organizationIn: 'input',
};

export const RevokeApiKeyOperation: TypedOperation<RevokeApiKeyMutation, RevokeApiKeyMutationVariables> = {
  name: 'RevokeApiKey',
  kind: 'mutation',
  sha256: 'e0cae1da9c064905bed908f1b1e176e6cdeb4a768a9836c3183dbe5665fc85f7',
  organizationIn: 'input',
};

export const AuditChoicesOperation: TypedOperation<AuditChoicesQuery, Omit<AuditChoicesQueryVariables, 'organizationId'>> = {
  name: 'AuditChoices',
  kind: 'query',
  sha256: '76f586a08f8845c7f73595bfd203b8c6177a614804524f04621fead08a4dcb84',
  organizationIn: 'variables',
};

export const AuditTrailOperation: TypedOperation<AuditTrailQuery, Omit<AuditTrailQueryVariables, 'organizationId'>> = {
  name: 'AuditTrail',
  kind: 'query',
  sha256: '7d5e2fe9e772cab67ff6d130a1a1975ae1be72ce0872e29698d81218f2c6b95f',
  organizationIn: 'variables',
};

export const BenchmarksOperation: TypedOperation<BenchmarksQuery, Omit<BenchmarksQueryVariables, 'organizationId'>> = {
  name: 'Benchmarks',
  kind: 'query',
  sha256: '271c22ed4678837a037f24b2aab9659f34c4b6ac2a1d6c92e4107103d0a20c89',
  organizationIn: 'variables',
};

export const SetBenchmarksOperation: TypedOperation<SetBenchmarksMutation, SetBenchmarksMutationVariables> = {
  name: 'SetBenchmarks',
  kind: 'mutation',
  sha256: '7d4f65bbdd552c1703b313db60a434a36e222c54a3668431550759064c226c89',
  organizationIn: 'input',
};

export const PeopleOperation: TypedOperation<PeopleQuery, Omit<PeopleQueryVariables, 'organizationId'>> = {
  name: 'People',
  kind: 'query',
  sha256: '92dfd6e6a3e89b6f73ee833a888585cd035f9d16682879585c80c955deaaa9bb',
  organizationIn: 'variables',
};

export const InvitePersonOperation: TypedOperation<InvitePersonMutation, InvitePersonMutationVariables> = {
  name: 'InvitePerson',
  kind: 'mutation',
  sha256: 'f575acdbfacfd012c13b22a7b4418c99536f6ac43d4faba3101d68e1988b2c2d',
  organizationIn: 'input',
};

export const ChangePersonRoleOperation: TypedOperation<ChangePersonRoleMutation, ChangePersonRoleMutationVariables> = {
  name: 'ChangePersonRole',
  kind: 'mutation',
  sha256: '5f863883096fe1776fa0ff82483076061d190f45dd282aea1cb76a41c5c35927',
  organizationIn: 'input',
};

export const RemovePersonOperation: TypedOperation<RemovePersonMutation, RemovePersonMutationVariables> = {
  name: 'RemovePerson',
  kind: 'mutation',
  sha256: 'de131d6e100ced41599537ed50aa2f9b062900ffcbfe2a0c7a7f22732ebc2f69',
  organizationIn: 'input',
};

export const SessionsOperation: TypedOperation<SessionsQuery, Omit<SessionsQueryVariables, 'organizationId'>> = {
  name: 'Sessions',
  kind: 'query',
  sha256: 'c528a7892e0549dce0653c6f03ab02be1c6195ca8b3c16ba27cc6e5ae045b279',
  organizationIn: 'variables',
};

export const RevokeSessionOperation: TypedOperation<RevokeSessionMutation, RevokeSessionMutationVariables> = {
  name: 'RevokeSession',
  kind: 'mutation',
  sha256: '75d9b9b597f7042e0e51b1ea45d3240a165e5f929c5e1a2e57d9b50fa1989948',
  organizationIn: 'input',
};

export const SettingsOperation: TypedOperation<SettingsQuery, Omit<SettingsQueryVariables, 'organizationId'>> = {
  name: 'Settings',
  kind: 'query',
  sha256: '91ce67ca5c018d922f77d4f6bbf5d1cf7179a33185d8d80943a96ae435bd8904',
  organizationIn: 'variables',
};

export const UpdateSettingsOperation: TypedOperation<UpdateSettingsMutation, UpdateSettingsMutationVariables> = {
  name: 'UpdateSettings',
  kind: 'mutation',
  sha256: 'cef6cdf182bb1a5c9b9abd5268976765684b0e245e43f6010661d665f5569d75',
  organizationIn: 'input',
};

export const TryVendorOperation: TypedOperation<TryVendorMutation, TryVendorMutationVariables> = {
  name: 'TryVendor',
  kind: 'mutation',
  sha256: '16a2d471d7d2171ea9f5f6980e80439fb289a3dd0bced43196e25af45918fd45',
  organizationIn: 'input',
};

export const GeneralSettingsOperation: TypedOperation<GeneralSettingsQuery, Omit<GeneralSettingsQueryVariables, 'organizationId'>> = {
  name: 'GeneralSettings',
  kind: 'query',
  sha256: '140b0277b356e4f73c31622817a750a83531cd90bd2dcfa87ff60b2b9b9c64ca',
  organizationIn: 'variables',
};

export const UpdateGeneralSettingsOperation: TypedOperation<UpdateGeneralSettingsMutation, Omit<UpdateGeneralSettingsMutationVariables, 'organizationId'>> = {
  name: 'UpdateGeneralSettings',
  kind: 'mutation',
  sha256: '87921a6c1781a274792451c62973803f00f5c3e97a9ebe216bd9b3445a78719b',
  organizationIn: 'variables',
};

export const ScheduleOperation: TypedOperation<ScheduleQuery, Omit<ScheduleQueryVariables, 'organizationId'>> = {
  name: 'Schedule',
  kind: 'query',
  sha256: '6079a912d54abd4fc989baa2f3629884b262cc9ac7e559b043f7889dd1a3c030',
  organizationIn: 'variables',
};

export const ThresholdsOperation: TypedOperation<ThresholdsQuery, Omit<ThresholdsQueryVariables, 'organizationId'>> = {
  name: 'Thresholds',
  kind: 'query',
  sha256: 'c862d86acf83f3e1a211f07e3b2dc3168c0e517b06d3394c2feac0166388eadb',
  organizationIn: 'variables',
};

export const SetThresholdOperation: TypedOperation<SetThresholdMutation, SetThresholdMutationVariables> = {
  name: 'SetThreshold',
  kind: 'mutation',
  sha256: 'f72fa5ef3778a6201409de957ae97744e7b22a7795962239def2c2858922a0e1',
  organizationIn: 'input',
};

export const RemoveThresholdOperation: TypedOperation<RemoveThresholdMutation, RemoveThresholdMutationVariables> = {
  name: 'RemoveThreshold',
  kind: 'mutation',
  sha256: '3bf623a1004f5c155b2208aab44711ca0337c5f9e680b9c8198376c1a47e5e68',
  organizationIn: 'input',
};

export const EnterValuesOperation: TypedOperation<EnterValuesMutation, Omit<EnterValuesMutationVariables, 'organizationId'>> = {
  name: 'EnterValues',
  kind: 'mutation',
  sha256: '5bf74ff7d8f0d8b8c0c84d1ecfdd3128cbf95debf0af1e5e810d3c3030eaff13',
  organizationIn: 'variables',
};

export const ReleaseValuesOperation: TypedOperation<ReleaseValuesMutation, Omit<ReleaseValuesMutationVariables, 'organizationId'>> = {
  name: 'ReleaseValues',
  kind: 'mutation',
  sha256: 'bd4da33a79b6e478ef7287a4e76aeaab2ee02ce16b8bab24b9c2249418a8d1b6',
  organizationIn: 'variables',
};

export const ValueHistoryOperation: TypedOperation<ValueHistoryQuery, Omit<ValueHistoryQueryVariables, 'organizationId'>> = {
  name: 'ValueHistory',
  kind: 'query',
  sha256: '8fbfb9e29770586ce4dff2941d3e428632dea41ec61d92fe019ac41bad8bce5f',
  organizationIn: 'variables',
};

export const SheetOperation: TypedOperation<SheetQuery, Omit<SheetQueryVariables, 'organizationId'>> = {
  name: 'Sheet',
  kind: 'query',
  sha256: '1dbd6e214fb22306add68a1c479601d112e9fd18f53444c4eb15eca76ff92a96',
  organizationIn: 'variables',
};

export const TrendChoicesOperation: TypedOperation<TrendChoicesQuery, TrendChoicesQueryVariables> = {
  name: 'TrendChoices',
  kind: 'query',
  sha256: '5a721d115249acae65e988f5ba305bb32d8857338dda9fb23656f066dc0514c2',
  organizationIn: null,
};

export const TrendsOperation: TypedOperation<TrendsQuery, Omit<TrendsQueryVariables, 'organizationId'>> = {
  name: 'Trends',
  kind: 'query',
  sha256: '9087fd12305358c14fe8cfc56caed0ae96dc83950b237689e945e2cdf352198f',
  organizationIn: 'variables',
};
