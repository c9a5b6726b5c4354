/**
 * The tables of docs/calculations.md sections 2 and 5, copied word for word: what the registries are compared with, and what the
 * independent recomputation reads. Changed only together with the document.
 */

/** key | label | category | format | source | editable | quarter */
const METRIC_ROWS = `
| reactive_tickets_created | Reactive Tickets Created | Support Tickets | number | connectwise | no | sum |
| reactive_tickets_closed | Reactive Tickets Closed | Support Tickets | number | connectwise | no | sum |
| reactive_time_spent | Total Time on Reactive Tickets (hours) | Support Tickets | number | connectwise | no | sum |
| endpoints_managed | Endpoints Managed | Devices | number | ninja | no | average |
| seats_managed | Seats Managed | Devices | number | ninja | no | average |
| nrr | Non-Recurring Revenue (NRR) | Revenue | currency | quickbooks | no | sum |
| mrr | Monthly Recurring Revenue (MRR) | Revenue | currency | quickbooks | no | sum |
| orr | Other Recurring Revenue (ORR) | Revenue | currency | quickbooks | no | sum |
| product_sales | Product Sales | Revenue | currency | calculated | no | sum |
| misc_revenue | Miscellaneous Revenue | Revenue | currency | quickbooks | no | sum, absent = 0 |
| total_revenue | Total Revenue | Revenue | currency | calculated | no | sum |
| employee_expense | Employee Expense | Expenses | currency | calculated | no | sum |
| owner_comp | Owner Compensation | Expenses | currency | manual | yes | sum |
| owner_comp_taxes | Owner Comp to pay QTR est taxes | Expenses | currency | manual | yes | sum |
| product_cogs | Product Cost of Goods Sold (COGS) | Expenses | currency | quickbooks | no | sum |
| other_expenses | All Other Expenses | Expenses | currency | calculated | no | sum |
| total_expenses | Total Expenses | Expenses | currency | calculated | no | sum |
| net_profit | Net Profit | Profit | currency | calculated | no | sum |
| employees | Employees | General | number | manual | yes | average |
| technical_employees | Technical Employees | General | number | manual | yes | average |
| agreements | Managed Services Agreements | General | number | manual | yes | average |
| telemarketing_dials | Telemarketing Dials | Sales | number | manual | yes | sum |
| first_time_appointments | First Time Appointments (FTA) | Sales | number | manual | yes | sum |
| prospects_to_pbr | Prospects to Hit PBR | Sales | number | manual | yes | sum |
| new_agreements | New Agreements | Sales | number | manual | yes | sum |
| new_mrr | New MRR | Sales | currency | manual | yes | sum |
| lost_mrr | Lost MRR | Sales | currency | manual | yes | sum |
| total_income | Total Income (QuickBooks) | Intermediate | currency | quickbooks | no | sum |
| payroll_total | Payroll Total (QuickBooks) | Intermediate | currency | quickbooks | no | sum |
| total_expenses_qb | Total Expenses (QuickBooks) | Intermediate | currency | quickbooks | no | sum |
| uncategorized_expenses | Uncategorized Expenses (QuickBooks) | Intermediate | currency | quickbooks | no | sum, absent = 0 |
`;

/** key | label | format | source | quarter | formula, all of category `Financial Health` */
const FINANCIAL_HEALTH_ROWS = `
| cash_reserve | Cash Reserve | currency | manual | last month | |
| ar_over_90_days | A/R > 90 days | currency | manual | last month | |
| average_monthly_expenses | Average Monthly Expenses (prior year) | currency | manual | average | |
| cash_reserve_months | Cash Reserve / Average Expenses | number | calculated | last month | cash_reserve / average_monthly_expenses |
| msp_turning_point | MSP Turning Point | number | calculated | recomputed | (nrr + mrr) / (employee_expense + owner_comp + other_expenses) |
| msp_turning_point_difference | $ Difference | currency | calculated | sum | (nrr + mrr) - (employee_expense + owner_comp_taxes + owner_comp + other_expenses) |
| labor_efficiency_ratio | Labor Efficiency Ratio (> 2.0) | number | calculated | recomputed | (total_revenue - product_cogs) / (employee_expense + owner_comp) |
| gross_margin_pct | Gross Margin | percentage | calculated | recomputed | (total_revenue - product_cogs) / total_revenue |
| gross_margin_per_employee | Gross Margin per Employee | currency | calculated | recomputed | (total_revenue - product_cogs) / employees |
`;

/** "Formulas of calculated metrics" */
const FORMULAS = `
product_sales    = total_income - nrr - mrr - orr
total_revenue    = nrr + mrr + orr + product_sales + misc_revenue
employee_expense = payroll_total - owner_comp - owner_comp_taxes
other_expenses   = total_expenses_qb - employee_expense - owner_comp - owner_comp_taxes
total_expenses   = employee_expense + other_expenses + owner_comp + owner_comp_taxes + product_cogs - uncategorized_expenses
net_profit       = total_revenue - total_expenses
`;

/** # | key | display name | category | format | formula | better */
const SMART_NUMBER_ROWS = `
| 1 | tickets_per_tech_per_month | Reactive Tickets / Tech / Month (closed) | Operations | number(2) | reactive_tickets_closed / technical_employees / months | in range |
| 2 | total_close_pct | Total Close % | Operations | percentage | reactive_tickets_closed / reactive_tickets_created | in range |
| 3 | tickets_per_endpoint_per_month | Reactive Tickets / Endpoint / Month (new) | Operations | number(4) | reactive_tickets_created / months / endpoints_managed | lower |
| 4 | rhem | RHEM (Reactive Hours / Endpoint / Month) | Operations | number(4) | reactive_time_spent / endpoints_managed / months | lower |
| 5 | avg_resolution_time | Average Resolution Time (hours) | Operations | number(4) | reactive_time_spent / reactive_tickets_closed | lower |
| 6 | reactive_service_pct | Reactive Service % | Operations | percentage | (reactive_time_spent / months) / (technical_employees * 167) | lower |
| 7 | net_profit_pct | Net Profit % | Profit | percentage | net_profit / total_revenue | higher |
| 8 | revenue_from_services_pct | % of Revenue from Services | Revenue | percentage | (nrr + mrr) / total_revenue | higher |
| 9 | services_from_mrr_pct | % of Services from MRR | Revenue | percentage | mrr / (nrr + mrr) | higher |
| 10 | annual_service_rev_per_employee | Annualized Service Revenue / Employee | Leverage | currency | (nrr + mrr) / employees * annual | higher |
| 11 | annual_service_rev_per_tech | Annualized Service Revenue / Technical Employee | Leverage | currency | (nrr + mrr) / technical_employees * annual | higher |
| 12 | avg_aisp | Average AISP | Leverage | currency | mrr / seats_managed / months | higher |
| 13 | avg_mrr_per_agreement | Average MRR | Leverage | currency | mrr / agreements / months | higher |
| 14 | new_mrr_added | New MRR added | Sales | currency | new_mrr | higher |
| 15 | lost_mrr | Lost MRR (churn) | Sales | currency | lost_mrr | lower |
| 16 | net_mrr_gain | Net MRR gain | Sales | currency | new_mrr - lost_mrr | higher |
| 17 | dials_per_appointment | # of dials / appointment | Sales | number(2) | telemarketing_dials / first_time_appointments | lower |
| 18 | sales_call_close_pct | Sales Call Close % | Sales | percentage | new_agreements / first_time_appointments | higher |
`;

/** "What is better", the metrics for which it is lower, and in range; higher for all others. */
export const LOWER_IS_BETTER: readonly string[] = [
  'reactive_tickets_created',
  'reactive_time_spent',
  'employee_expense',
  'owner_comp',
  'owner_comp_taxes',
  'product_cogs',
  'other_expenses',
  'total_expenses',
  'lost_mrr',
  'payroll_total',
  'total_expenses_qb',
  'uncategorized_expenses',
  'ar_over_90_days',
  'average_monthly_expenses',
];
export const IN_RANGE_IS_BETTER: readonly string[] = ['employees', 'technical_employees'];

/** "Suggested ranges for a threshold form", by the SmartNumber's number. */
export const SUGGESTED_RANGES: Readonly<Record<string, string>> = {
  1: '40–60',
  2: '0.95–1.05',
  3: '0.20–0.30',
  4: '0.10–0.20',
  5: '0.5–1.0',
  6: '0.08–0.15',
  7: '0.20–0.30',
  8: '0.70–0.90',
  9: '0.80–0.95',
  10: '50000–80000',
  11: '80000–120000',
  12: '60–100',
  13: '500–1500',
  17: '10–25',
  18: '0.20–0.40',
};

export interface DocumentedMetric {
  readonly key: string;
  readonly label: string;
  readonly category: string;
  readonly format: string;
  readonly source: string;
  readonly editable: boolean;
  readonly quarter: string;
  readonly absentIsZero: boolean;
  readonly formula: string | null;
}

export interface DocumentedSmartNumber {
  readonly number: string;
  readonly key: string;
  readonly label: string;
  readonly category: string;
  readonly format: string;
  readonly formula: string;
  readonly better: string;
}

export const DOCUMENTED_METRICS: readonly DocumentedMetric[] = [...mainMetrics(), ...financialHealth()];

export const DOCUMENTED_SMART_NUMBERS: readonly DocumentedSmartNumber[] = cells(SMART_NUMBER_ROWS).map(
  ([number = '', key = '', label = '', category = '', format = '', formula = '', better = '']) => {
    return { number, key, label, category, format, formula, better };
  },
);

function mainMetrics(): DocumentedMetric[] {
  const formulas = new Map(
    FORMULAS.trim()
      .split('\n')
      .map((line) => line.split(' = ') as [string, string])
      .map(([key, formula]) => [key.trim(), formula.trim()]),
  );
  return cells(METRIC_ROWS).map(
    ([key = '', label = '', category = '', format = '', source = '', editable, rule = '']) => {
      const [quarter = '', absent] = rule.split(', ');
      const isEditable = editable === 'yes';
      const formula = formulas.get(key) ?? null;
      return {
        key,
        label,
        category,
        format,
        source,
        editable: isEditable,
        quarter,
        absentIsZero: absent === 'absent = 0',
        formula,
      };
    },
  );
}

/** The table of `Financial Health` has no column `editable`: what is entered by hand is offered for editing. */
function financialHealth(): DocumentedMetric[] {
  return cells(FINANCIAL_HEALTH_ROWS).map(
    ([key = '', label = '', format = '', source = '', quarter = '', formula]) => ({
      key,
      label,
      category: 'Financial Health',
      format,
      source,
      editable: source === 'manual',
      quarter,
      absentIsZero: false,
      formula: formula || null,
    }),
  );
}

function cells(rows: string): string[][] {
  return rows
    .trim()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
