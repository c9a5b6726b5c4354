import type { Better, ValueFormat } from './metric-registry.ts';
import { comparableName } from './name.ts';

export const SMART_NUMBER_CATEGORIES = ['Operations', 'Profit', 'Revenue', 'Leverage', 'Sales'] as const;
export type SmartNumberCategory = (typeof SMART_NUMBER_CATEGORIES)[number];

/** The definition of a SmartNumber (KPI): one row of docs/calculations.md section 5. */
export interface SmartNumberDefinition {
  readonly key: SmartNumberKey;
  readonly label: string;
  readonly category: SmartNumberCategory;
  readonly format: ValueFormat;
  /** Maximum displayed decimal places; all SmartNumbers are stored with 4. */
  readonly places: 2 | 4;
  readonly formula: string;
  readonly better: Better;
  /** A quarter's value is the sum of its months' values, so a quarter's threshold does not apply to a month. */
  readonly isSumOfMonths: boolean;
  /** Suggested thresholds, never applied automatically; fractions for percentages. */
  readonly suggestedRange: { readonly min: string; readonly max: string } | null;
  readonly description: string;
}

type Row = readonly [
  key: string,
  label: string,
  category: SmartNumberCategory,
  format: ValueFormat,
  places: 2 | 4,
  formula: string,
  better: Better,
  suggestedRange: readonly [min: string, max: string] | null,
  description: string,
  extra?: { readonly isSumOfMonths: true },
];

const SUM_OF_MONTHS = { isSumOfMonths: true } as const;

// biome-ignore format: a table reads best with a row a SmartNumber
const ROWS = [
  ['tickets_per_tech_per_month', 'Reactive Tickets / Tech / Month (closed)', 'Operations', 'number', 2,
    'reactive_tickets_closed / technical_employees / months', 'in range', ['40', '60'],
    'How many reactive tickets a technician closes in a month.'],
  ['total_close_pct', 'Total Close %', 'Operations', 'percentage', 2,
    'reactive_tickets_closed / reactive_tickets_created', 'in range', ['0.95', '1.05'],
    'Reactive tickets closed as a share of those created: below 100 % the backlog grows.'],
  ['tickets_per_endpoint_per_month', 'Reactive Tickets / Endpoint / Month (new)', 'Operations', 'number', 4,
    'reactive_tickets_created / months / endpoints_managed', 'lower', ['0.20', '0.30'],
    'How many new reactive tickets an endpoint causes in a month.'],
  ['rhem', 'RHEM (Reactive Hours / Endpoint / Month)', 'Operations', 'number', 4,
    'reactive_time_spent / endpoints_managed / months', 'lower', ['0.10', '0.20'],
    'How many hours of reactive work an endpoint causes in a month.'],
  ['avg_resolution_time', 'Average Resolution Time (hours)', 'Operations', 'number', 4,
    'reactive_time_spent / reactive_tickets_closed', 'lower', ['0.5', '1.0'],
    'Hours worked per reactive ticket closed.'],
  ['reactive_service_pct', 'Reactive Service %', 'Operations', 'percentage', 2,
    '(reactive_time_spent / months) / (technical_employees * 167)', 'lower', ['0.08', '0.15'],
    'Share of the technicians’ working hours (167 a month each) spent on reactive tickets.'],
  ['net_profit_pct', 'Net Profit %', 'Profit', 'percentage', 2, 'net_profit / total_revenue', 'higher', ['0.20', '0.30'],
    'Share of the revenue that remains as net profit.'],
  ['revenue_from_services_pct', '% of Revenue from Services', 'Revenue', 'percentage', 2,
    '(nrr + mrr) / total_revenue', 'higher', ['0.70', '0.90'], 'Share of the revenue earned by services.'],
  ['services_from_mrr_pct', '% of Services from MRR', 'Revenue', 'percentage', 2, 'mrr / (nrr + mrr)', 'higher', ['0.80', '0.95'],
    'Share of the service revenue that recurs every month.'],
  ['annual_service_rev_per_employee', 'Annualized Service Revenue / Employee', 'Leverage', 'currency', 2,
    '(nrr + mrr) / employees * annual', 'higher', ['50000', '80000'],
    'Service revenue of a year at this pace, per employee.'],
  ['annual_service_rev_per_tech', 'Annualized Service Revenue / Technical Employee', 'Leverage', 'currency', 2,
    '(nrr + mrr) / technical_employees * annual', 'higher', ['80000', '120000'],
    'Service revenue of a year at this pace, per technician.'],
  ['avg_aisp', 'Average AISP', 'Leverage', 'currency', 2, 'mrr / seats_managed / months', 'higher', ['60', '100'],
    'Average income per seat: monthly recurring revenue earned by each seat managed.'],
  ['avg_mrr_per_agreement', 'Average MRR', 'Leverage', 'currency', 2, 'mrr / agreements / months', 'higher', ['500', '1500'],
    'Monthly recurring revenue per managed services agreement.'],
  ['new_mrr_added', 'New MRR added', 'Sales', 'currency', 2, 'new_mrr', 'higher', null,
    'Monthly recurring revenue added by new agreements.', SUM_OF_MONTHS],
  ['lost_mrr', 'Lost MRR (churn)', 'Sales', 'currency', 2, 'lost_mrr', 'lower', null,
    'Monthly recurring revenue lost with agreements that ended.', SUM_OF_MONTHS],
  ['net_mrr_gain', 'Net MRR gain', 'Sales', 'currency', 2, 'new_mrr - lost_mrr', 'higher', null,
    'Monthly recurring revenue added less what was lost.', SUM_OF_MONTHS],
  ['dials_per_appointment', '# of dials / appointment', 'Sales', 'number', 2,
    'telemarketing_dials / first_time_appointments', 'lower', ['10', '25'],
    'Telemarketing calls it takes to get a first appointment.'],
  ['sales_call_close_pct', 'Sales Call Close %', 'Sales', 'percentage', 2,
    'new_agreements / first_time_appointments', 'higher', ['0.20', '0.40'],
    'Share of first appointments that become an agreement.'],
] as const satisfies readonly Row[];

/** The key of a SmartNumber of the registry. */
export type SmartNumberKey = (typeof ROWS)[number][0];

/** All SmartNumbers, in display order. */
export const SMART_NUMBERS: readonly SmartNumberDefinition[] = ROWS.map(
  ([key, label, category, format, places, formula, better, range, description, extra]) => ({
    key,
    label,
    category,
    format,
    places,
    formula,
    better,
    isSumOfMonths: extra?.isSumOfMonths ?? false,
    suggestedRange: range === null ? null : { min: range[0], max: range[1] },
    description,
  }),
);

const BY_KEY: ReadonlyMap<string, SmartNumberDefinition> = new Map(SMART_NUMBERS.map((each) => [each.key, each]));
const BY_NAME: ReadonlyMap<string, SmartNumberDefinition> = new Map(
  SMART_NUMBERS.flatMap((smartNumber) => [
    [comparableName(smartNumber.key), smartNumber],
    [comparableName(smartNumber.label), smartNumber],
  ]),
);

/** The SmartNumber with that key; undefined if there is none. */
export function smartNumberByKey(key: string): SmartNumberDefinition | undefined {
  return BY_KEY.get(key);
}

/** The SmartNumber with that key or display name; undefined if there is none. */
export function smartNumberByName(name: string): SmartNumberDefinition | undefined {
  return BY_NAME.get(comparableName(name));
}
