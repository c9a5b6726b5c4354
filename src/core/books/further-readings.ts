/** A bank account that a person has chosen. It is recognized by its id, where both sides have one, else by its full name. */
export interface BankAccount {
  /** Full name, `Parent:Child`. */
  readonly account: string;
  /** ListID (Desktop) or Id (Online). */
  readonly accountId: string | null;
  /** Whether all accounts below it belong to it. */
  readonly subAccounts: boolean;
}

/**
 * What the books give beside the profit and loss statement. Each is off until a person asks for it: QuickBooks is not even
 * asked then, and the metric is entered by hand as before.
 */
export interface FurtherReadings {
  /** The bank accounts whose balances are the cash reserve; none: off. */
  readonly cashReserve: readonly BankAccount[];
  readonly arOver90Days: boolean;
  readonly averageMonthlyExpenses: boolean;
}

export const NO_FURTHER_READINGS: FurtherReadings = {
  cashReserve: [],
  arOver90Days: false,
  averageMonthlyExpenses: false,
};

/** The metrics of further readings. */
export const FURTHER_METRICS = ['cash_reserve', 'ar_over_90_days', 'average_monthly_expenses'] as const;

export type FurtherMetric = (typeof FURTHER_METRICS)[number];

/** Whether a metric is asked for. */
export function isAsked(further: FurtherReadings, metric: FurtherMetric): boolean {
  switch (metric) {
    case 'cash_reserve':
      return further.cashReserve.length > 0;
    case 'ar_over_90_days':
      return further.arOver90Days;
    case 'average_monthly_expenses':
      return further.averageMonthlyExpenses;
  }
}
