import { describe, expect, it } from 'vitest';
import { FAKE_CREDENTIALS } from '../../kit/connectwise/fake.ts';
import type { HttpFake } from '../../kit/http-faults.ts';
import { fakeOf, ticketRow, timeEntryRow } from './small-world.ts';

const ENTERED = '2025-01-05T12:00:00Z';
const { companyId, publicKey, privateKey, clientId } = FAKE_CREDENTIALS;
const HEADERS = {
  authorization: `Basic ${Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64')}`,
  clientId,
};

const ROWS = {
  tickets: Array.from({ length: 60 }, (_, index) =>
    ticketRow({
      id: index + 1,
      entered: ENTERED,
      summary: index === 0 ? '' : `Ticket ${index + 1}`,
      parentTicketId: null,
    }),
  ),
  timeEntries: [timeEntryRow({ id: 1, dateEntered: ENTERED, actualHours: null })],
};

async function ask(
  fake: HttpFake,
  path: string,
  {
    query = {},
    ...init
  }: { query?: Record<string, string>; headers?: Record<string, string>; method?: string; body?: string } = {},
) {
  const url = `${fake.url}/v4_6_release/apis/3.0${path}?${new URLSearchParams(query)}`;
  const response = await fetch(url, { headers: HEADERS, ...init });
  const json: unknown = await response.json();
  const row: unknown = Array.isArray(json) ? json[0] : undefined;
  return { status: response.status, link: response.headers.get('link'), json, row };
}

describe('the fake of ConnectWise PSA', () => {
  it('pages: 25 rows by default, links to the pages around, nothing beyond the last', async () => {
    const fake = await fakeOf(ROWS);
    const first = await ask(fake, '/service/tickets');
    expect(first.json).toHaveLength(25);
    expect(first.link).toMatch(/^<http:\/\/127[^>]*page=2[^>]*>; rel="next", <[^>]*page=3[^>]*>; rel="last"$/);
    const last = await ask(fake, '/service/tickets', { query: { page: '3' } });
    expect(last.json).toHaveLength(10);
    expect(last.link).toMatch(/^<[^>]*page=1[^>]*>; rel="first", <[^>]*page=2[^>]*>; rel="prev"$/);
    expect((await ask(fake, '/service/tickets', { query: { page: '4' } })).json).toEqual([]);
    expect((await ask(fake, '/service/tickets', { query: { page: '0' } })).status).toBe(400);
  });

  it('caps the page size without a word', async () => {
    const fake = await fakeOf(ROWS, { maxPageSize: 40 });
    expect((await ask(fake, '/service/tickets', { query: { pageSize: '1000' } })).json).toHaveLength(40);
  });

  it('leaves out null and empty fields, and _info unless it is listed', async () => {
    const fake = await fakeOf(ROWS);
    const whole = (await ask(fake, '/service/tickets')).row;
    expect(whole).toEqual({
      id: 1,
      board: { id: 1, name: 'Help Desk' },
      status: { id: 1, name: 'New' },
      _info: { dateEntered: ENTERED },
    });
    const some = await ask(fake, '/service/tickets', { query: { fields: 'id,board/name,parentTicketId' } });
    expect(some.row).toEqual({ id: 1, board: { name: 'Help Desk' } });
    const info = await ask(fake, '/service/tickets', { query: { fields: 'id,_info/dateEntered' } });
    expect(info.row).toEqual({ id: 1, _info: { dateEntered: ENTERED } });
  });

  it('answers nothing for a bare dateEntered of tickets, and 400 for unknown fields', async () => {
    const fake = await fakeOf(ROWS);
    expect((await ask(fake, '/service/tickets', { query: { fields: 'id,dateEntered' } })).row).toEqual({ id: 1 });
    const unknown = await ask(fake, '/service/tickets', { query: { fields: 'id,colour' } });
    expect(unknown).toMatchObject({
      status: 400,
      json: { code: 'ApiFindCondition', message: 'colour is not a recognized name.' },
    });
  });

  it('knows ticketBoard on time entries, or not', async () => {
    const query = { fields: 'id,ticketBoard' };
    expect((await ask(await fakeOf(ROWS), '/time/entries', { query })).json).toEqual([
      { id: 1, ticketBoard: 'Help Desk' },
    ]);
    const old = await fakeOf(ROWS, { knowsTicketBoard: false });
    expect((await ask(old, '/time/entries', { query })).status).toBe(400);
    expect((await ask(old, '/time/entries')).row).not.toHaveProperty('ticketBoard');
  });

  it('counts, searches and orders', async () => {
    const fake = await fakeOf(ROWS);
    expect((await ask(fake, '/service/tickets/count', { query: { conditions: 'id > 50' } })).json).toEqual({
      count: 10,
    });
    expect((await ask(fake, '/time/entries/count')).json).toEqual({ count: 1 });
    const body = JSON.stringify({ conditions: 'id in (5,7,99)', orderBy: 'id desc' });
    const found = await ask(fake, '/service/tickets/search', { method: 'POST', body, query: { fields: 'id' } });
    expect(found.json).toEqual([{ id: 7 }, { id: 5 }]);
    expect((await ask(fake, '/service/tickets', { query: { orderBy: 'colour' } })).status).toBe(400);
    expect((await ask(fake, '/service/tickets/search')).status).toBe(404);
    expect((await ask(fake, '/time/entries/search', { method: 'POST', body })).status).toBe(404);
  });

  it('checks key and clientId, but not of the company info', async () => {
    const fake = await fakeOf(ROWS);
    expect((await ask(fake, '/system/info')).json).toMatchObject({ version: 'v2025.1.12345', isCloud: true });
    expect((await ask(fake, '/system/info', { headers: { clientId } })).status).toBe(401);
    expect((await ask(fake, '/system/info', { headers: { authorization: HEADERS.authorization } })).status).toBe(403);
    const info = await fetch(`${fake.url}/login/companyinfo/${companyId}`);
    expect(await info.json()).toMatchObject({ Codebase: 'v2025_1/' });
    expect(await (await fetch(`${fake.url}/login/companyinfo/other`)).json()).toBeNull();
    expect((await ask(fake, '/service/boards')).json).toEqual([{ id: 1, name: 'Help Desk' }]);
  });
});
