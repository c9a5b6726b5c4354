import { got } from 'got';
import { Decimal } from '#src/core/number.ts';
import { type Month, periodBoundaries } from '#src/core/period.ts';
import { FAKE_CREDENTIALS } from '../../test/kit/connectwise/fake.ts';

const PAGE_SIZE = 250;
const IDS_AT_ONCE = 20;

interface Entry {
  readonly chargeToId: number;
  readonly actualHours?: number;
}

/**
 * A plain way to read the same numbers: one request after the other, pages of 250, every time entry with all its fields, and the
 * boards of the tickets looked up 20 ids at a time. Returns `created/closed/hours` per month.
 */
export async function readNaively(
  url: string,
  months: readonly Month[],
  timeZone: string,
): Promise<ReadonlyMap<Month, string>> {
  const { companyId, publicKey, privateKey, clientId } = FAKE_CREDENTIALS;
  const authorization = `Basic ${Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64')}`;
  const client = got.extend({
    prefixUrl: `${url}/v4_6_release/apis/3.0`,
    headers: { authorization, clientId },
    responseType: 'json',
    resolveBodyOnly: true,
  });
  const get = <T>(path: string, searchParams: Record<string, string | number>) => client<T>(path, { searchParams });
  const results = new Map<Month, string>();
  for (const month of months) {
    const { start, end } = periodBoundaries(month, timeZone);
    const within = (field: string) => `${field} >= [${start.toISOString()}] and ${field} < [${end.toISOString()}]`;
    const tickets = 'board/name = "Help Desk" and parentTicketId = null';
    const statuses = 'status/name in (">Closed",">Closed - No response","Closed")';
    const count = async (conditions: string) =>
      (await get<{ count: number }>('service/tickets/count', { conditions })).count;
    const created = await count(`${tickets} and ${within('dateEntered')}`);
    const closed = await count(`${tickets} and ${statuses} and ${within('closedDate')}`);
    const entries = await allPages(get<Entry[]>, `chargeToType = "ServiceTicket" and ${within('dateEntered')}`);
    const onBoard = await ticketsOnBoard(get<{ id: number }[]>, [...new Set(entries.map((entry) => entry.chargeToId))]);
    const hours = entries
      .filter((entry) => onBoard.has(entry.chargeToId))
      .reduce((sum, entry) => sum.plus(entry.actualHours ?? 0), new Decimal(0));
    results.set(month, `${created}/${closed}/${hours.toFixed(2)}`);
  }
  return results;
}

type Get<T> = (path: string, searchParams: Record<string, string | number>) => Promise<T>;

async function allPages(get: Get<Entry[]>, conditions: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let page = 1; ; page += 1) {
    const rows = await get('time/entries', { conditions, orderBy: 'id', page, pageSize: PAGE_SIZE });
    entries.push(...rows);
    if (rows.length < PAGE_SIZE) return entries;
  }
}

async function ticketsOnBoard(get: Get<{ id: number }[]>, ids: readonly number[]): Promise<Set<number>> {
  const found = new Set<number>();
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const conditions = `id in (${ids.slice(start, start + IDS_AT_ONCE).join(',')}) and board/name = "Help Desk"`;
    for (const { id } of await get('service/tickets', { conditions, pageSize: IDS_AT_ONCE })) found.add(id);
  }
  return found;
}
