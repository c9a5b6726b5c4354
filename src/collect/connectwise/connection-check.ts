import type { ConnectWiseApi } from './api.ts';
import { createdCondition, type ReactiveRules, timeEntryCondition } from './map.ts';

/** The result of a connection check, for `qbr doctor`. */
export interface ConnectWiseCheck {
  /** The server's version, `v2025.1`; null if not returned. */
  readonly version: string | null;
  /** The server's clock minus this machine's, in whole seconds; null if unknown. */
  readonly clockSkewSeconds: number | null;
  /** Parent tickets entered on the reactive boards in the last 7 days; 0 may mean a misspelt board name. */
  readonly recentTickets: number;
  /** Time entries on service tickets of any board in the last 7 days. */
  readonly recentTimeEntries: number;
}

const WEEK_MS = 7 * 24 * 3_600_000;

/**
 * Asks for the version and counts what was entered lately.
 * @throws VendorError when the server cannot be reached or refuses tickets or time entries
 */
export async function checkConnection(
  api: ConnectWiseApi,
  rules: ReactiveRules,
  signal: AbortSignal,
): Promise<ConnectWiseCheck> {
  const askedAt = Date.now();
  const { info, date } = await api.systemInfo({ what: 'asking for the server version', signal });
  const end = new Date();
  const lastWeek = { start: new Date(end.getTime() - WEEK_MS), end };
  const tickets = { what: 'counting the tickets of the last week', conditions: createdCondition(rules, lastWeek) };
  const times = {
    what: 'counting the time entries of the last week',
    conditions: timeEntryCondition(lastWeek, undefined),
  };
  // A member may be permitted to read tickets but not time entries: check both.
  const recentTickets = await api.countTickets({ ...tickets, signal });
  const recentTimeEntries = await api.countTimeEntries({ ...times, signal });
  const clockSkewSeconds = skewSeconds(date, (askedAt + end.getTime()) / 2);
  return { version: info.version ?? null, clockSkewSeconds, recentTickets, recentTimeEntries };
}

/** `Date` headers are truncated to seconds, so half a second is added. */
function skewSeconds(date: string | undefined, now: number): number | null {
  const server = Date.parse(date ?? '');
  return Number.isNaN(server) ? null : Math.round((server + 500 - now) / 1000);
}
