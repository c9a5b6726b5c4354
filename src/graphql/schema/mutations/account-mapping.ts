import {
  ConflictError,
  InvalidInputError,
  InvalidPeriodError,
  InvalidValueError,
  MissingFieldError,
  OrganizationNotFoundError,
} from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { Books } from '#src/graphql/schema/types/books.ts';
import { PlannedChange } from '#src/graphql/schema/types/planned-change.ts';
import { StatementSection } from '#src/graphql/schema/types/statement.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import type { SavedMapping } from '#src/service/books/mapping.ts';
import { saveMappingInput } from '#src/service/books/mapping-input.ts';
import { readMappingVersions } from '#src/service/books/mapping-versions.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';

type Types = typeof builder.$inferSchemaTypes;

const MappedAccountInput = builder.inputType('MappedAccountInput', {
  description: 'An account that a mapping names.',
  fields: (t) => ({
    account: t.string({ required: true, description: 'Full name as it is now, `Parent:Child`, without numbers.' }),
    section: t.field({ type: StatementSection, required: true, description: 'Section of the statement.' }),
    subAccounts: t.boolean({ required: true, description: 'Whether all accounts below it belong to it.' }),
  }),
});

const BankAccountInput = builder.inputType('BankAccountInput', {
  description: 'A bank account that a mapping names.',
  fields: (t) => ({
    account: t.string({ required: true, description: 'Full name, `Parent:Child`, without numbers.' }),
    subAccounts: t.boolean({ required: true, description: 'Whether all accounts below it belong to it.' }),
  }),
});

const AccountListInput = builder.inputType('AccountListInput', {
  description: 'The accounts of a metric: either `none: true` or `accounts`.',
  fields: (t) => ({
    none: t.boolean({ description: 'True if there are no such accounts, so that the metric is 0.' }),
    accounts: t.field({
      type: [MappedAccountInput],
      description: `The accounts whose sum it is; at most ${WRITTEN_LIMITS.entries}.`,
    }),
  }),
});

function mappingFields(t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) {
  const list = (metric: string) =>
    t.field({ type: AccountListInput, description: `The accounts of ${metric}; if omitted, they are not decided.` });
  return {
    organizationId: t.int(ORGANIZATION_INPUT),
    from: t.field({ type: 'Period', required: true, description: 'The month from which on it holds.' }),
    reason: t.string({
      required: true,
      description: `Reason, recorded with the version and in the history of the values; at most ${WRITTEN_LIMITS.noteCharacters}.`,
    }),
    basedOn: t.int({
      description:
        'The `newestMappingVersion` that the caller has read. If a newer version was stored since, it is rejected with ConflictError. If omitted, any version is followed.',
    }),
    confirm: t.boolean({
      required: true,
      defaultValue: true,
      description: 'Whether values are computed from it; else it is stored as a proposal.',
    }),
    nrr: list('non-recurring revenue'),
    mrr: list('monthly recurring revenue'),
    orr: list('other recurring revenue'),
    miscRevenue: list('miscellaneous revenue, which are accounts of other income'),
    payrollTotal: list('payroll'),
    uncategorizedExpenses: list('uncategorized expenses'),
    reclassify: t.field({
      type: [MappedAccountInput],
      description: 'Accounts of cost of goods sold that count as expenses, such as wages.',
    }),
    otherIncomeCounts: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Whether other income counts into `total_income`. Then `miscRevenue` must have no accounts.',
    }),
    otherExpenseCounts: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Whether other expense counts into `total_expenses_qb`.',
    }),
    cashReserve: t.field({
      type: [BankAccountInput],
      description: 'The bank accounts whose balances are `cash_reserve`; if omitted, it is not read from the books.',
    }),
    arOver90Days: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Whether `ar_over_90_days` is read from the A/R aging summary.',
    }),
    averageMonthlyExpenses: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Whether `average_monthly_expenses` is the average of the last twelve closed months.',
    }),
  };
}

type Saved = SavedMapping & { readonly organizationId: number };

function savedFields(t: PothosSchemaTypes.ObjectFieldBuilder<Types, Saved>) {
  return {
    version: t.exposeInt('version', { description: 'Number of the version.' }),
    isConfirmed: t.exposeBoolean('isConfirmed', { description: 'Whether values are computed from it.' }),
    months: t.field({
      type: ['Period'],
      description: 'The months whose values are computed from it, oldest first.',
      resolve: ({ months }) => months,
    }),
    keptMonths: t.field({
      type: ['Period'],
      description: 'Closed months that keep their version.',
      resolve: ({ keptMonths }) => keptMonths,
    }),
    changes: t.field({
      type: [PlannedChange],
      description: 'Every monthly value that changes, recalculated ones included.',
      resolve: ({ changes }) => changes,
    }),
    derivedChanges: t.exposeInt('derivedChanges', {
      description: 'Number of quarterly values and SmartNumbers that change.',
    }),
  };
}

/** Field names follow the style of GraphQL, metrics have their keys. */
function listsOf<List>({ nrr, mrr, orr, miscRevenue, payrollTotal, uncategorizedExpenses }: ListsInput<List>) {
  return {
    nrr,
    mrr,
    orr,
    misc_revenue: miscRevenue,
    payroll_total: payrollTotal,
    uncategorized_expenses: uncategorizedExpenses,
  };
}

type ListsInput<List> = Readonly<
  Partial<Record<'nrr' | 'mrr' | 'orr' | 'miscRevenue' | 'payrollTotal' | 'uncategorizedExpenses', List>>
>;

const ERRORS = [
  InvalidPeriodError,
  MissingFieldError,
  InvalidValueError,
  OrganizationNotFoundError,
  ConflictError,
  InvalidInputError,
] as const;
const RESULT_NOTE = 'Faults name a list by the key of its metric: `misc_revenue[0]`.';
const INPUT = { description: 'A mapping of accounts to metrics.', argument: 'The mapping.', fields: mappingFields };

mutation('saveAccountMapping', {
  permission: 'books:manage',
  description:
    'Stores a version of the mapping. If it is confirmed, the values of the open months from `from` on are computed from their stored statements; closed months keep theirs.',
  input: INPUT,
  resolve: async (input, { scope }) => {
    const { organizationId, confirm } = input;
    const mapping = { ...input, lists: listsOf(input) };
    return { organizationId, ...(await saveMappingInput(scope(organizationId), mapping, { confirm })) };
  },
  success: {
    description: 'The version was stored and all dependent values recalculated.',
    fields: (t) => ({
      ...savedFields(t),
      books: t.field({
        type: Books,
        description: 'The books after the change.',
        resolve: ({ organizationId }, _args, { scope }) => readMappingVersions(scope(organizationId)),
      }),
    }),
  },
  resultNote: RESULT_NOTE,
  errors: ERRORS,
});

mutation('previewAccountMapping', {
  permission: 'books:manage',
  description: 'What `saveAccountMapping` would change with the same input. Nothing is stored.',
  input: INPUT,
  resolve: async (input, { scope }) => {
    const { organizationId, confirm } = input;
    const mapping = { ...input, lists: listsOf(input) };
    return {
      organizationId,
      ...(await saveMappingInput(scope(organizationId), mapping, { confirm, preview: true })),
    };
  },
  success: { description: 'What the version would change.', fields: savedFields },
  resultNote: RESULT_NOTE,
  errors: ERRORS,
});
