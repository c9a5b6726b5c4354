import { addMonths, type Month, type Quarter } from '#src/core/period.ts';
import type { CollectedBooks } from './books.ts';
import { DEMO_ORGANIZATION } from './environment.ts';

/** What the demo has done when it is ready. */
export interface DemoOutcome {
  readonly collected: {
    readonly values: number;
    readonly months: number;
    readonly seconds: number;
    readonly requests: number;
  };
  readonly books: CollectedBooks;
  readonly entered: { readonly values: number; readonly months: number };
  /** The newest month that is over, which has a finding. */
  readonly lastMonth: Month;
  readonly closed: Quarter;
  /** Since the program started. */
  readonly seconds: number;
  /** `http://127.0.0.1:5400` */
  readonly url: string;
}

/** The demo's last words: where the dashboard is, and what there is to see in it. */
export function readyText({ collected, books, entered, lastMonth, closed, seconds, url }: DemoOutcome): string {
  const query = `{ organization { period(key: "${lastMonth}") { label metric(key: "net_profit") { formatted breakdown { display } } } } }`;
  const places: readonly (readonly [address: string, what: string])[] = [
    [`${url}/?period=${closed}`, 'thresholds: within, warning, critical'],
    [`${url}/sheet?year=${closed.slice(0, 4)}`, `a closed quarter, ${closed}: its values can no longer change`],
    [`${url}/quality`, `findings: most of ${lastMonth}’s time was not logged, and a new account is in no metric`],
    [`${url}/?period=${addMonths(lastMonth, 1)}`, 'the running month: what is known of it so far'],
    [`${url}/books`, 'the accounts of QuickBooks, and the metric that each belongs to'],
  ];
  const width = Math.max(...places.map(([address]) => address.length));
  return `
  ${collected.values} values of ${collected.months} months collected in ${collected.seconds.toFixed(1)} s with ${collected.requests} requests
  ${books.statements} profit and loss statements read in ${books.seconds.toFixed(1)} s with ${books.calls} calls of the QuickBooks Web Connector
  ${entered.values} values of ${entered.months} months entered by hand: what no vendor knows, and the books before

${DEMO_ORGANIZATION} is ready after ${seconds.toFixed(0)} s. Open the dashboard:

  ${url}

What there is to see:
${places.map(([address, what]) => `  ${address.padEnd(width)}  ${what}`).join('\n')}

For programs: GraphQL at ${url}/graphql, REST at ${url}/api/qbr/docs. How ${lastMonth}’s net profit was calculated:
  curl -s ${url}/graphql -H 'Content-Type: application/json' \\
    -d '${JSON.stringify({ query })}'

Ctrl-C ends everything.`;
}
