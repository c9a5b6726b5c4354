/** What the dashboard asks for: one quarter and its months, every number with its explanation and status. */
export const DASHBOARD = `query Dashboard($quarter: Period!) {
  organization {
    name
    period(key: $quarter) {
      ...Report
      months { ...Report }
    }
  }
}
fragment Report on PeriodReport {
  period label status
  metrics(includeIntermediate: true) {
    definition { key label format }
    value formatted state source status
    breakdown { display components { definition { key } formatted } missing { key } }
  }
  smartNumbers {
    definition { key label format }
    value formatted state status
    breakdown { display components { definition { key } formatted } missing { key } }
  }
}`;

/** What a chart asks for: some metrics over 24 months. */
export const SERIES = `query Series($from: Period!, $to: Period!) {
  organization {
    periods(kind: MONTH, from: $from, to: $to) {
      period
      metrics(keys: ["total_revenue", "total_expenses", "net_profit", "mrr", "reactive_tickets_created"]) {
        definition { key } value formatted state
      }
    }
  }
}`;
