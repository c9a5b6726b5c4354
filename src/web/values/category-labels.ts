import type { MetricCategory } from '#src/web/gql/operations.ts';

/** Headings of the categories, as in the workbook. */
export const CATEGORY_LABELS: Readonly<Record<MetricCategory, string>> = {
  SUPPORT_TICKETS: 'Support Tickets',
  DEVICES: 'Devices',
  REVENUE: 'Revenue',
  EXPENSES: 'Expenses',
  PROFIT: 'Profit',
  GENERAL: 'General',
  SALES: 'Sales',
  FINANCIAL_HEALTH: 'Financial Health',
  INTERMEDIATE: 'Intermediate',
};
