import { metricNameKey } from './metric-name.ts';

export type MetricFormat = 'number' | 'currency' | 'percentage';
export type MetricSource = 'connectwise' | 'ninja' | 'quickbooks' | 'calculated' | 'manual';
export type Better = 'higher' | 'lower' | 'in range';
/** How a quarter's value comes from its months (calculations.md section 4). */
export type Aggregation = 'sum' | 'average' | 'last' | 'formula';

export const METRIC_CATEGORIES = [
  'Support Tickets',
  'Devices',
  'Revenue',
  'Expenses',
  'Profit',
  'General',
  'Sales',
  'Intermediate',
  'Financial Health',
] as const;
export type MetricCategory = (typeof METRIC_CATEGORIES)[number];

/** One row of the registry: everything the program knows of a metric (calculations.md section 2). */
export interface MetricDefinition {
  readonly key: string;
  readonly label: string;
  readonly category: MetricCategory;
  readonly format: MetricFormat;
  readonly source: MetricSource;
  /** Normally entered by hand and offered for editing; a manual override is possible on any metric. */
  readonly editable: boolean;
  readonly aggregation: Aggregation;
  readonly better: Better;
  /** Decimal places that are stored: 2, or 4 for ratios and percentages. */
  readonly places: 2 | 4;
  readonly description: string;
  /** The formula text of a calculated metric; its only source. */
  readonly formula?: string;
  /** Counts as 0 in formulas where absent. */
  readonly absentIsZero?: true;
}

type Row = Omit<MetricDefinition, 'places' | 'editable'> & { readonly editable?: true; readonly places?: 4 };

const ROWS = [
