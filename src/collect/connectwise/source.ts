import pLimit from 'p-limit';
import type { MissingRequest, MonthReading, ReadRequest, ReasonOf } from '#src/collect/source.ts';
import { VendorError, VendorHttpError } from '#src/collect/vendor-error.ts';
import { type Month, periodBoundaries } from '#src/core/period.ts';
import {
  type ConnectWiseAccess,
  type ConnectWiseApi,
  createConnectWiseApi,
  PAGE_SIZE,
  type Query,
  VENDOR,
} from './api.ts';
import { type ConnectWiseCheck, checkConnection } from './connection-check.ts';
import {
  boardsOf,
  closedCondition,
  conditionNames,
  createdCondition,
  monthReading,
  type ReactiveRules,
  ticketIdCondition,
  ticketsToLookUp,
  timeEntryCondition,
} from './map.ts';
import { explainMissing } from './missing-rows.ts';
import type { Ticket, TimeEntry } from './types.ts';

export interface ConnectWiseSettings extends ConnectWiseAccess {
  /** Names of the reactive boards, `["Help Desk"]` by default. */
  readonly boards?: readonly string[];
  /** Names of the statuses of a closed ticket, `[">Closed", ">Closed - No response", "Closed"]` by default. */
  readonly closedStatuses?: readonly string[];
}

export interface ConnectWiseSource {
  /**
   * Reads all months completely or fails. At most 2 requests are in flight.
   * @throws VendorError naming the request and month that failed
   */
  read(request: ReadRequest): Promise<ReadonlyMap<Month, MonthReading>>;
  /** Asks for rows that are missing, one by one and not for too many: without an answer the reason is `unknown`. */
  explain(request: MissingRequest): Promise<ReasonOf>;
  /** @throws VendorError when the server cannot be reached or refuses tickets or time entries */
  check(signal: AbortSignal): Promise<ConnectWiseCheck>;
}

/** What counts as a reactive ticket unless it is configured. */
export const DEFAULT_REACTIVE_RULES: ReactiveRules = {
  boards: ['Help Desk'],
  closedStatuses: ['>Closed', '>Closed - No response', 'Closed'],
};
/** Ids per search. Production clients use 20 to 150; a limit near 500 is reported, so a rejected list is halved. */
const LOOKUP_IDS = 400;
const SMALLEST_LOOKUP = 20;
const STEPS_AT_ONCE = 2;
const SERVICE_TICKET = 'ServiceTicket';

/** @throws InvalidParameterError for a server, board or status that cannot be used */
export function createConnectWiseSource(settings: ConnectWiseSettings): ConnectWiseSource {
  const api = createConnectWiseApi(settings);
  const rules: ReactiveRules = {
    boards: conditionNames(settings.boards ?? DEFAULT_REACTIVE_RULES.boards, 'boards'),
    closedStatuses: conditionNames(settings.closedStatuses ?? DEFAULT_REACTIVE_RULES.closedStatuses, 'closedStatuses'),
  };
  return {
    read: (request) => read(api, rules, request),
    explain: (request) => explainMissing(api, rules, request),
    check: (signal) => checkConnection(api, rules, signal),
  };
}

/** The state of one call of `read`. */
interface Reading {
  readonly api: ConnectWiseApi;
  readonly rules: ReactiveRules;
  readonly timeZone: string;
  /** Aborted by the caller or by `failure`. */
  readonly signal: AbortSignal;
  /** Aborted with the first error as its reason, to stop all other requests. */
  readonly failure: AbortController;
  readonly onProgress: ReadRequest['onProgress'];
  done: number;
  total: number;
  /** True after the server has returned `ticketBoard`, false after it has rejected the field. */
  knowsTicketBoard: boolean | undefined;
  /** Maximum rows of a page: the server's own limit, where a page shows that it has one. */
  pageLimit: number;
}

interface MonthDraft {
  readonly month: Month;
  created: readonly number[];
  closed: readonly number[];
  timeEntries: readonly TimeEntry[];
}

type Step = () => Promise<void>;

async function read(
  api: ConnectWiseApi,
  rules: ReactiveRules,
  request: ReadRequest,
): Promise<ReadonlyMap<Month, MonthReading>> {
  const { timeZone, onProgress } = request;
  const failure = new AbortController();
  const signal = AbortSignal.any([request.signal, failure.signal]);
  const state = { done: 0, total: 0, knowsTicketBoard: undefined, pageLimit: PAGE_SIZE };
  const reading: Reading = { api, rules, timeZone, signal, failure, onProgress, ...state };
  const drafts = [...new Set(request.months)].map((month): MonthDraft => {
    return { month, created: [], closed: [], timeEntries: [] };
  });
  await runAll(
    reading,
    // First, because their pages show the server's limit, by which the last page of tickets is known.
    drafts.map((draft) => timeStep(reading, draft)),
    drafts.flatMap((draft) => ticketSteps(reading, draft)),
  );
  const boards = await lookUpAll(reading, ticketsToLookUp(drafts));
  const tickets = { boards, isFieldKnown: reading.knowsTicketBoard !== false };
  return new Map(drafts.map((draft) => [draft.month, monthReading(rules, draft, tickets)]));
}

function timeStep(reading: Reading, draft: MonthDraft): Step {
  const { month } = draft;
  const boundaries = periodBoundaries(month, reading.timeZone);
  return async () => {
    const conditions = (afterId: number | undefined) => timeEntryCondition(boundaries, afterId);
    draft.timeEntries = await readTimeEntries(reading, `reading time entries of ${month}`, conditions);
  };
}

function ticketSteps(reading: Reading, draft: MonthDraft): Step[] {
  const { rules } = reading;
  const { month } = draft;
  const boundaries = periodBoundaries(month, reading.timeZone);
  return [
    async () => {
      const conditions = (afterId: number | undefined) => createdCondition(rules, boundaries, afterId);
      draft.created = await readTicketIds(reading, `reading tickets created in ${month}`, conditions);
    },
    async () => {
      const conditions = (afterId: number | undefined) => closedCondition(rules, boundaries, afterId);
      draft.closed = await readTicketIds(reading, `reading tickets closed in ${month}`, conditions);
    },
  ];
}

type ConditionsAfter = (afterId: number | undefined) => string;

/**
 * Keyset paging by id until a page that is not full and names no next one: no more requests than counting takes. Where a server gives smaller
 * pages than requested it names the next one, or its time entries have shown its limit.
 */
async function readTicketIds(reading: Reading, what: string, conditions: ConditionsAfter): Promise<number[]> {
  const ids: number[] = [];
  for (;;) {
    const lastId = ids.at(-1);
    const query = { what, conditions: conditions(lastId), signal: reading.signal };
    const { rows, hasNext } = await reading.api.ticketIds(query);
    checkAscending(rows, { afterId: lastId, what });
    ids.push(...rows.map(({ id }) => id));
    if (rows.length === 0 || (!hasNext && rows.length < reading.pageLimit)) return ids;
  }
}

/**
 * Keyset paging by id until an empty page, so that nothing is lost if a server returns smaller pages than requested or the
 * number of rows is a multiple of the page size. Rows added during the read do not shift pages.
 */
async function readTimeEntries(reading: Reading, what: string, conditions: ConditionsAfter): Promise<TimeEntry[]> {
  const entries: TimeEntry[] = [];
  for (let previous = PAGE_SIZE; ; ) {
    const lastId = entries.at(-1)?.id;
    const page = await timeEntryPage(reading, { what, conditions: conditions(lastId), signal: reading.signal });
    if (page.length === 0) return entries;
    reading.pageLimit = Math.min(reading.pageLimit, previous);
    previous = page.length;
    checkAscending(page, { afterId: lastId, what });
    if (page.some(({ chargeToType }) => (chargeToType ?? SERVICE_TICKET) !== SERVICE_TICKET)) {
      throw new VendorError(VENDOR, 'response', `time entries of a charge type that was not requested while ${what}`);
    }
    entries.push(...page);
  }
}

/** Servers of about 2022 reject the field `ticketBoard` with 400; the request is retried without it, and later ones omit it. */
async function timeEntryPage(reading: Reading, query: Query): Promise<TimeEntry[]> {
  const withBoard = reading.knowsTicketBoard !== false;
  try {
    const page = await reading.api.timeEntries({ ...query, withBoard });
    if (withBoard) reading.knowsTicketBoard = true;
    return page;
  } catch (error) {
    const mayBeTheField = withBoard && reading.knowsTicketBoard !== true;
    if (!mayBeTheField || !isBadRequest(error)) throw error;
    const page = await reading.api.timeEntries({ ...query, withBoard: false });
    reading.knowsTicketBoard = false;
    return page;
  }
}

async function lookUpAll(reading: Reading, ids: readonly number[]): Promise<ReadonlyMap<number, string | null>> {
  const tickets: Ticket[] = [];
  const steps: Step[] = [];
  for (let start = 0; start < ids.length; start += LOOKUP_IDS) {
    steps.push(async () => {
      tickets.push(...(await lookUp(reading, ids.slice(start, start + LOOKUP_IDS))));
    });
  }
  await runAll(reading, steps);
  return boardsOf(tickets);
}

/** The existing tickets of `ids` (ascending). A page may be shorter than requested: higher ids are requested again. */
async function lookUp(reading: Reading, ids: readonly number[]): Promise<Ticket[]> {
  const what = `looking up the boards of ${ids.length} tickets`;
  const tickets: Ticket[] = [];
  let open = ids;
  while (open.length > 0) {
    const page = await searchPage(reading, open, what);
    const lastId = page.at(-1)?.id;
    if (lastId === undefined) break;
    checkAscending(page, { afterId: tickets.at(-1)?.id, what });
    tickets.push(...page);
    open = open.filter((id) => id > lastId);
  }
  return tickets;
}

/** One search, or two with half the ids if the server rejects the list as too long. */
async function searchPage(reading: Reading, ids: readonly number[], what: string): Promise<Ticket[]> {
  const { api, signal } = reading;
  try {
    return await api.searchTickets({ what, conditions: ticketIdCondition(ids), signal });
  } catch (error) {
    if (!isBadRequest(error) || ids.length <= SMALLEST_LOOKUP) throw error;
    const middle = Math.ceil(ids.length / 2);
    return [...(await lookUp(reading, ids.slice(0, middle))), ...(await lookUp(reading, ids.slice(middle)))];
  }
}

/**
 * Runs all steps, two at a time and each phase after the one before, and reports the progress of each.
 * @throws the first error, after all running steps have ended
 */
async function runAll(reading: Reading, ...phases: readonly (readonly Step[])[]): Promise<void> {
  const limit = pLimit(STEPS_AT_ONCE);
  reading.total += phases.flat().length;
  const run = async (step: Step): Promise<void> => {
    if (reading.failure.signal.aborted) return;
    try {
      await step();
      reading.done += 1;
      reading.onProgress({ done: reading.done, total: reading.total });
    } catch (error) {
      reading.failure.abort(error);
    }
  };
  for (const steps of phases) await Promise.all(steps.map((step) => limit(() => run(step))));
  reading.failure.signal.throwIfAborted();
}

/** @throws VendorError when a server ignores the order or the keyset condition, which would count rows twice or never end */
function checkAscending(
  rows: readonly { readonly id: number }[],
  { afterId, what }: { afterId: number | undefined; what: string },
): void {
  let previous = afterId;
  for (const { id } of rows) {
    if (previous !== undefined && id <= previous) {
      throw new VendorError(VENDOR, 'response', `rows out of order (id ${id} after ${previous}) while ${what}`);
    }
    previous = id;
  }
}

function isBadRequest(error: unknown): boolean {
  return error instanceof VendorHttpError && error.status === 400;
}
