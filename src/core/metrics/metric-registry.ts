import { MetricNotFoundError } from '#src/core/errors.ts';
import { comparableName } from './name.ts';

export type ValueFormat = 'number' | 'currency' | 'percentage';
export type MetricSource = 'connectwise' | 'ninja' | 'quickbooks' | 'calculated' | 'manual';
export type Better = 'higher' | 'lower' | 'in range';
/** How a quarter's value comes from its months (docs/calculations.md section 4); `formula` is recomputed from the components. */
export type Aggregation = 'sum' | 'average' | 'last' | 'formula';

/**
 * The categories in display order. Metrics of a category that is not `inReview` are listed only on request and are never
 * missing inputs.
 */
const CATEGORIES = {
  'Support Tickets': { inReview: true },
  Devices: { inReview: true },
  Revenue: { inReview: true },
  Expenses: { inReview: true },
  Profit: { inReview: true },
  General: { inReview: true },
  Sales: { inReview: true },
  Intermediate: { inReview: false },
  'Financial Health': { inReview: false },
} as const;
export type MetricCategory = keyof typeof CATEGORIES;
export const METRIC_CATEGORIES = Object.keys(CATEGORIES) as readonly MetricCategory[];

/** Whether the category is part of the business review. */
export function isInReview(category: MetricCategory): boolean {
  return CATEGORIES[category].inReview;
}

/** The definition of a metric: of the registry, or a custom metric of the organization. */
export interface MetricDefinition {
  readonly key: string;
  readonly label: string;
  readonly category: MetricCategory;
  readonly format: ValueFormat;
  readonly source: MetricSource;
  /** Normally entered by hand and offered for editing. Any metric can be overridden. */
  readonly editable: boolean;
  readonly aggregation: Aggregation;
  readonly better: Better;
  /** Stored decimal places, and the maximum displayed: 2, or 4 for ratios and percentages. */
  readonly places: 2 | 4;
  readonly description: string;
  /** The formula text of a calculated metric, its single source; null for all others. */
  readonly formula: string | null;
  /** Counts as 0 in formulas when absent. */
  readonly absentIsZero: boolean;
  /** A negative collected value is impossible and rejects the run of its vendor. */
  readonly neverNegative: boolean;
  /** A collected 0 raises a finding. */
  readonly unlikelyZero: boolean;
  /** Entered under a name that the registry does not know. */
  readonly custom: boolean;
}

type Row<Key extends string = string> = readonly [
  key: Key,
  label: string,
  category: MetricCategory,
  format: ValueFormat,
  source: MetricSource,
  aggregation: Aggregation,
  better: Better,
  description: string,
  extra?: RowExtra,
];

interface RowExtra {
  readonly formula?: string;
  readonly places?: 4;
  readonly absentIsZero?: true;
  readonly neverNegative?: true;
  readonly unlikelyZero?: true;
}

/** For counts and durations: never negative and rarely 0. */
const COUNTED = { neverNegative: true, unlikelyZero: true } as const;

// biome-ignore format: a table reads best with a row a metric
const ROWS = [
  ['reactive_tickets_created', 'Reactive Tickets Created', 'Support Tickets', 'number', 'connectwise', 'sum', 'lower',
    'Parent tickets entered on the reactive boards in the month, in any status.', COUNTED],
  ['reactive_tickets_closed', 'Reactive Tickets Closed', 'Support Tickets', 'number', 'connectwise', 'sum', 'higher',
    'Parent tickets of the reactive boards closed in the month and still in a closed status.', COUNTED],
  ['reactive_time_spent', 'Total Time on Reactive Tickets (hours)', 'Support Tickets', 'number', 'connectwise', 'sum', 'lower',
    'Hours of the time entries logged in the month on tickets of the reactive boards, child tickets included.', COUNTED],
  ['endpoints_managed', 'Endpoints Managed', 'Devices', 'number', 'ninja', 'average', 'higher',
    'Devices under management in the latest snapshot of the month, without VM guests, spares and internal organizations.', COUNTED],
  ['seats_managed', 'Seats Managed', 'Devices', 'number', 'ninja', 'average', 'higher',
    'Devices that a person works at in the latest snapshot of the month: no servers, VM hosts or guests, spares or internal organizations.', COUNTED],
  ['nrr', 'Non-Recurring Revenue (NRR)', 'Revenue', 'currency', 'quickbooks', 'sum', 'higher',
    'Revenue of one-time services, as booked in QuickBooks.'],
  ['mrr', 'Monthly Recurring Revenue (MRR)', 'Revenue', 'currency', 'quickbooks', 'sum', 'higher',
    'Revenue of managed services agreements that recurs every month, as booked in QuickBooks.'],
  ['orr', 'Other Recurring Revenue (ORR)', 'Revenue', 'currency', 'quickbooks', 'sum', 'higher',
    'Recurring revenue outside managed services agreements, as booked in QuickBooks.'],
  ['product_sales', 'Product Sales', 'Revenue', 'currency', 'calculated', 'sum', 'higher',
    'What remains of the total income after services: hardware, software and other products sold.',
    { formula: 'total_income - nrr - mrr - orr' }],
  ['misc_revenue', 'Miscellaneous Revenue', 'Revenue', 'currency', 'quickbooks', 'sum', 'higher',
    'Revenue outside the other kinds. Counts as 0 where absent.', { absentIsZero: true }],
  ['total_revenue', 'Total Revenue', 'Revenue', 'currency', 'calculated', 'sum', 'higher',
    'All revenue of the month.', { formula: 'nrr + mrr + orr + product_sales + misc_revenue' }],
  ['employee_expense', 'Employee Expense', 'Expenses', 'currency', 'calculated', 'sum', 'lower',
    'Payroll of everyone but the owners.', { formula: 'payroll_total - owner_comp - owner_comp_taxes' }],
  ['owner_comp', 'Owner Compensation', 'Expenses', 'currency', 'manual', 'sum', 'lower',
    'What the owners were paid in the month.'],
  ['owner_comp_taxes', 'Owner Comp to pay QTR est taxes', 'Expenses', 'currency', 'manual', 'sum', 'lower',
    'What the owners were paid to cover their quarterly estimated taxes.'],
  ['product_cogs', 'Product Cost of Goods Sold (COGS)', 'Expenses', 'currency', 'quickbooks', 'sum', 'lower',
    'What the products sold cost. Enters total expenses only, and is no part of all other expenses.'],
  ['other_expenses', 'All Other Expenses', 'Expenses', 'currency', 'calculated', 'sum', 'lower',
    'Expenses other than payroll and owner compensation. The cost of goods sold is not part of it: it enters only in total expenses.',
    { formula: 'total_expenses_qb - employee_expense - owner_comp - owner_comp_taxes' }],
  ['total_expenses', 'Total Expenses', 'Expenses', 'currency', 'calculated', 'sum', 'lower',
    'All expenses of the month, the cost of goods sold included and uncategorized expenses left out.',
    { formula: 'employee_expense + other_expenses + owner_comp + owner_comp_taxes + product_cogs - uncategorized_expenses' }],
  ['net_profit', 'Net Profit', 'Profit', 'currency', 'calculated', 'sum', 'higher',
    'What remains of the revenue after all expenses.', { formula: 'total_revenue - total_expenses' }],
  ['employees', 'Employees', 'General', 'number', 'manual', 'average', 'in range',
    'Full-time equivalents employed in the month.'],
  ['technical_employees', 'Technical Employees', 'General', 'number', 'manual', 'average', 'in range',
    'Full-time equivalents of technicians in the month.'],
  ['agreements', 'Managed Services Agreements', 'General', 'number', 'manual', 'average', 'higher',
    'Managed services agreements in force in the month.'],
  ['telemarketing_dials', 'Telemarketing Dials', 'Sales', 'number', 'manual', 'sum', 'higher',
    'Calls dialled to prospects in the month.'],
  ['first_time_appointments', 'First Time Appointments (FTA)', 'Sales', 'number', 'manual', 'sum', 'higher',
    'First appointments held with prospects in the month.'],
  ['prospects_to_pbr', 'Prospects to Hit PBR', 'Sales', 'number', 'manual', 'sum', 'higher',
    'Prospects that reached a preliminary business review in the month.'],
  ['new_agreements', 'New Agreements', 'Sales', 'number', 'manual', 'sum', 'higher',
    'Managed services agreements signed in the month.'],
  ['new_mrr', 'New MRR', 'Sales', 'currency', 'manual', 'sum', 'higher',
    'Monthly recurring revenue added by agreements signed in the month.'],
  ['lost_mrr', 'Lost MRR', 'Sales', 'currency', 'manual', 'sum', 'lower',
    'Monthly recurring revenue lost with agreements that ended in the month.'],
  ['total_income', 'Total Income (QuickBooks)', 'Intermediate', 'currency', 'quickbooks', 'sum', 'higher',
    'Total income of the profit and loss report in QuickBooks.'],
  ['payroll_total', 'Payroll Total (QuickBooks)', 'Intermediate', 'currency', 'quickbooks', 'sum', 'lower',
    'Total of the payroll accounts of the profit and loss report in QuickBooks, owners included.'],
  ['total_expenses_qb', 'Total Expenses (QuickBooks)', 'Intermediate', 'currency', 'quickbooks', 'sum', 'lower',
    'Total expenses of the profit and loss report in QuickBooks, which lists the cost of goods sold apart.'],
  ['uncategorized_expenses', 'Uncategorized Expenses (QuickBooks)', 'Intermediate', 'currency', 'quickbooks', 'sum', 'lower',
    'Expenses without a category in QuickBooks. Counts as 0 where absent.', { absentIsZero: true }],
  ['cash_reserve', 'Cash Reserve', 'Financial Health', 'currency', 'manual', 'last', 'higher',
    'Cash at hand at the end of the month.'],
  ['ar_over_90_days', 'A/R > 90 days', 'Financial Health', 'currency', 'manual', 'last', 'lower',
    'Accounts receivable more than 90 days old at the end of the month.'],
  ['average_monthly_expenses', 'Average Monthly Expenses (prior year)', 'Financial Health', 'currency', 'manual', 'average', 'lower',
    'Average of a month’s expenses over the prior year.'],
  ['cash_reserve_months', 'Cash Reserve / Average Expenses', 'Financial Health', 'number', 'calculated', 'last', 'higher',
    'For how many months the cash reserve pays average expenses.',
    { formula: 'cash_reserve / average_monthly_expenses', places: 4 }],
  ['msp_turning_point', 'MSP Turning Point', 'Financial Health', 'number', 'calculated', 'formula', 'higher',
    'Service revenue against the expenses it has to carry; above 1 the services alone carry the company.',
    { formula: '(nrr + mrr) / (employee_expense + owner_comp + other_expenses)', places: 4 }],
  ['msp_turning_point_difference', '$ Difference', 'Financial Health', 'currency', 'calculated', 'sum', 'higher',
    'Service revenue less the expenses it has to carry, owner taxes included.',
    { formula: '(nrr + mrr) - (employee_expense + owner_comp_taxes + owner_comp + other_expenses)' }],
  ['labor_efficiency_ratio', 'Labor Efficiency Ratio (> 2.0)', 'Financial Health', 'number', 'calculated', 'formula', 'higher',
    'Gross margin earned by each dollar of pay.',
    { formula: '(total_revenue - product_cogs) / (employee_expense + owner_comp)', places: 4 }],
  ['gross_margin_pct', 'Gross Margin', 'Financial Health', 'percentage', 'calculated', 'formula', 'higher',
    'Share of the revenue that remains after the cost of goods sold.',
    { formula: '(total_revenue - product_cogs) / total_revenue', places: 4 }],
  ['gross_margin_per_employee', 'Gross Margin per Employee', 'Financial Health', 'currency', 'calculated', 'formula', 'higher',
    'Revenue after the cost of goods sold, per employee.',
    { formula: '(total_revenue - product_cogs) / employees' }],
] as const satisfies readonly Row[];

/** The key of a metric of the registry; a misspelt key in code does not compile. */
export type MetricKey = (typeof ROWS)[number][0];

/** A metric of the registry: one row of it (docs/calculations.md section 2). */
export interface RegistryMetric extends MetricDefinition {
  readonly key: MetricKey;
  readonly custom: false;
}

/** All metrics, in display order. */
export const METRICS: readonly RegistryMetric[] = ROWS.map(definition);

const BY_KEY: ReadonlyMap<string, RegistryMetric> = new Map(METRICS.map((metric) => [metric.key, metric]));
const BY_NAME: ReadonlyMap<string, RegistryMetric> = new Map(
  METRICS.flatMap((metric) => [
    [comparableName(metric.key), metric],
    [comparableName(metric.label), metric],
  ]),
);

function definition([
  key,
  label,
  category,
  format,
  source,
  aggregation,
  better,
  description,
  extra = {},
]: Row<MetricKey>): RegistryMetric {
  return {
    key,
    label,
    category,
    format,
    source,
    editable: source === 'manual',
    aggregation,
    better,
    places: extra.places ?? 2,
    description,
    formula: extra.formula ?? null,
    absentIsZero: extra.absentIsZero ?? false,
    neverNegative: extra.neverNegative ?? false,
    unlikelyZero: extra.unlikelyZero ?? false,
    custom: false,
  };
}

/** The metric of that key. */
export function metricOf(key: MetricKey): RegistryMetric {
  const metric = BY_KEY.get(key);
  if (!metric) throw new RangeError(`Not a metric: ${key}`);
  return metric;
}

/** The metric stored under `key`; undefined for a custom metric's key. */
export function metricByKey(key: string): RegistryMetric | undefined {
  return BY_KEY.get(key);
}

/** The metric with that key or display name (alias rule: docs/calculations.md section 2); undefined if there is none. */
export function metricByName(name: string): RegistryMetric | undefined {
  return BY_NAME.get(comparableName(name));
}

/**
 * As `metricByName`.
 * @throws MetricNotFoundError when `name` is neither a key nor an alias
 */
export function requireMetric(name: string, field = 'metric'): RegistryMetric {
  const metric = metricByName(name);
  if (!metric) throw new MetricNotFoundError(name, { field });
  return metric;
}

/** The definition of a custom metric: a number of up to 4 decimals that is not aggregated. */
export function customMetric(key: string): MetricDefinition {
  return {
    key,
    label: key,
    category: 'General',
    format: 'number',
    source: 'manual',
    editable: true,
    aggregation: 'last',
    better: 'in range',
    places: 4,
    description: 'A metric of your own, entered by hand. It enters no formula and is not aggregated.',
    formula: null,
    absentIsZero: false,
    neverNegative: false,
    unlikelyZero: false,
    custom: true,
  };
}

/**
 * The definition of a stored key: of the registry, else of a custom metric. For keys written in code use `metricOf`.
 */
export function metricStoredAs(key: string): MetricDefinition {
  return BY_KEY.get(key) ?? customMetric(key);
}
