import type { Boundaries } from '#src/core/period.ts';
import { closedCondition, createdCondition, monthReading, type ReactiveRules, timeEntryCondition } from './map.ts';

/** What is asked for a metric of a month: the rows in words, and the request. */
export interface Question {
  readonly words: string;
  readonly request: string;
}

/** What ConnectWise PSA is asked for its three metrics of a month, by the code that asks and counts. */
export function monthQuestions(rules: ReactiveRules, month: Boundaries): ReadonlyMap<string, Question> {
  const nothing = { created: [], closed: [], timeEntries: [] };
  const { provenance } = monthReading(rules, nothing, { boards: new Map(), isFieldKnown: true });
  const requests = {
    reactive_tickets_created: `GET /service/tickets?fields=id&conditions=${createdCondition(rules, month)}`,
    reactive_tickets_closed: `GET /service/tickets?fields=id&conditions=${closedCondition(rules, month)}`,
    reactive_time_spent: `GET /time/entries?conditions=${timeEntryCondition(month, undefined)}`,
  };
  return new Map(
    Object.entries(requests).map(([metric, request]) => {
      const words = [...(provenance ?? [])].find(([key]) => key === metric)?.[1].filter ?? '';
      return [metric, { words, request }];
    }),
  );
}
