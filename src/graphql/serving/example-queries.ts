import { addMonths, type Month, monthAt } from '#src/core/period.ts';

/** An example query, shown as a tab of GraphiQL. */
export interface ExampleQuery {
  readonly name: string;
  readonly query: string;
}

/** Example queries of a CFO. */
export function exampleQueries(now: Date, timeZone: string): readonly ExampleQuery[] {
  const january = latestJanuary(now, timeZone);
  return [
    { name: 'January and how each number was calculated', query: januaryExplained(january) },
    { name: 'This quarter’s SmartNumbers', query: QUARTER_SMART_NUMBERS },
    { name: 'Net profit, month by month, against the year before', query: NET_PROFIT_BY_MONTH },
    { name: 'Twelve months, their total and the year before', query: twelveMonths(now, timeZone) },
    { name: 'What needs attention', query: WHAT_NEEDS_ATTENTION },
  ];
}

/** The latest ended January. */
function latestJanuary(now: Date, timeZone: string): Month {
  const previous = addMonths(monthAt(now, timeZone), -1);
  return `${previous.slice(0, 4)}-01` as Month;
}

/** The twelve months that ended last, as in the workbook. */
function twelveMonths(now: Date, timeZone: string): string {
  const to = addMonths(monthAt(now, timeZone), -1);
  const from = addMonths(to, -11);
  return `# Twelve months, their total and the year before
query TwelveMonths {
  organization {
    metricSeries(keys: ["total_revenue", "total_expenses", "net_profit"], from: "${from}", to: "${to}") {
      definition { label }
      points { period formatted state }
      total { formatted state monthsCovered change { percent better reason } }
      yearToDate { formatted change { percent better reason } }
      previousYear { formatted }
    }
    smartNumberSeries(keys: ["net_profit_pct", "services_from_mrr_pct"], from: "${from}", to: "${to}") {
      definition { label }
      points { period formatted state }
      total { formatted state months }
      previousYear { formatted }
    }
  }
}
`;
}

function januaryExplained(january: Month): string {
  return `# January and how each number was calculated
query JanuaryExplained {
  organization {
    name
    period(key: "${january}") {
      label
      status
      metrics {
        definition { label category }
        formatted
        state
        source
        vendor { name }
        breakdown {
          display
          missing { label }
          components {
            definition { label }
            formatted
            breakdown { display }
          }
        }
      }
    }
  }
}
`;
}

const QUARTER_SMART_NUMBERS = `# This quarter’s SmartNumbers
query QuarterSmartNumbers {
  organization {
    latestQuarter {
      label
      status
      smartNumbers {
        definition { label category description }
        formatted
        state
        months
        status
        breakdown { formula display missing { label } }
        previous { formatted }
        change { percent better reason }
      }
    }
  }
}
`;

const NET_PROFIT_BY_MONTH = `# Net profit, month by month, against the year before
query NetProfitByMonth {
  organization {
    periods(last: 13) {
      label
      status
      metric(key: "net_profit") {
        formatted
        state
        yearAgo { formatted }
        change(since: YEAR_AGO) { absolute percent better reason }
      }
    }
  }
}
`;

const WHAT_NEEDS_ATTENTION = `# What needs attention
query WhatNeedsAttention {
  organization {
    attention {
      __typename
      severity
      message
      action
      ... on ThresholdBreach { definition { label } period formatted thresholds { type bound value } }
      ... on OpenFindings { count newest { id period kind message createdAt } }
      ... on MissingInputs { period inputs { definition { label } supplier { name } } }
      ... on CollectionProblem { problem dueAt run { id startedAt status } failures { vendor { name } message } }
    }
    thresholds { metric type bound value }
    collection {
      enabled
      nextRunAt
      lastSuccessAt
      openFindings
      lastRun { startedAt status entries { vendor { name } period status errorMessage notes } }
    }
  }
}
`;
