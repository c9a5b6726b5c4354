import { createHash } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { createConnectWiseSource } from '#src/collect/connectwise/source.ts';
import { parseMonth } from '#src/core/period.ts';
import { connectWiseReader } from '#src/service/collection/vendor-reader.ts';
import { exportDerivation } from '#src/service/derivation/derivation.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { FAKE_CREDENTIALS, startConnectWiseFake } from '../kit/connectwise/fake.ts';
import type { ConnectWiseTicketRow, ConnectWiseTimeEntryRow } from '../kit/connectwise/rows.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { collectionFor, enter, scopeOn } from '../kit/services.ts';
import { NOW, openApi } from './api.ts';

const AT = '2026-06-10T15:00:00Z';
const DESK = { id: 1, name: 'Help Desk' };
const ticket = (id: number, more: Partial<ConnectWiseTicketRow> = {}): ConnectWiseTicketRow => ({
  ...{ id, board: DESK, status: { id: 9, name: '>Closed' }, closedDate: AT, _info: { dateEntered: AT } },
  ...more,
});
const entry = (
  id: number,
  actualHours: number,
  more: Partial<ConnectWiseTimeEntryRow> = {},
): ConnectWiseTimeEntryRow => ({
  ...{ id, chargeToId: 1, chargeToType: 'ServiceTicket', ticketBoard: 'Help Desk', dateEntered: AT, actualHours },
  ...more,
});
const TIE_OUT = `tieOut { state lastAt entries { period metric { key } vendor { key } stored vendorNow state reason
  added { id amount } removed { id amount reason } changed { id before after } } }`;
const HOURS_DIGEST = createHash('sha256').update('[[88120,"1.5"],[88121,"0.75"],[90212,"1"]]').digest('hex');
const NOTHING = { reason: null, added: [], removed: [], changed: [] };

describeOnBothDatabases('a month beside what ConnectWise says now', (use) => {
  let rows: { tickets: ConnectWiseTicketRow[]; timeEntries: ConnectWiseTimeEntryRow[] };
  beforeEach(async () => {
    await emptyDatabase(use());
    rows = {
      tickets: [1, 2, 3, 4, 5].map((id) => ticket(id)),
      timeEntries: [entry(88120, 1.5), entry(88121, 0.75), entry(90212, 1)],
    };
  });

  const collect = async (force?: { reason: string }) => {
    const fake = await startConnectWiseFake({ rows });
    const connectwise = connectWiseReader(createConnectWiseSource({ server: fake.url, ...FAKE_CREDENTIALS }));
    const report = await collectionFor(use().database, {
      readers: { connectwise, ninjaone: null },
      clock: () => NOW,
    }).run({
      ...{ trigger: 'cli', viewer: operatorViewer('tester'), months: [parseMonth('2026-06')] },
      ...(force && { force }),
    });
    const requests = fake.requests.all.length;
    await fake.close();
    expect(report.status).toBe('success');
    return requests;
  };
  const period = async (fields: string, key = '2026-06') => {
    const answer = await openApi(use()).ask(`{ organization { period(key: "${key}") { ${fields} } } }`);
    // biome-ignore lint/suspicious/noExplicitAny: the shape is what the test is about.
    return (answer as any).organization.period;
  };
  const value = (metric: string, stored: string, rest: object = {}) => ({
    ...{ period: '2026-06', metric: { key: metric }, vendor: { key: 'CONNECTWISE' } },
    ...{ stored, vendorNow: stored, state: 'TIES', ...NOTHING, ...rest },
  });

  it('ties after a collection, and is not checked before one or for what was entered by hand', async () => {
    expect((await period(TIE_OUT)).tieOut).toEqual({ state: 'NOT_CHECKED', lastAt: null, entries: [] });
    await collect();
    expect((await period(TIE_OUT)).tieOut).toEqual({
      state: 'TIES',
      lastAt: NOW.toISOString(),
      entries: [
        value('reactive_tickets_created', '5'),
        value('reactive_tickets_closed', '5'),
        value('reactive_time_spent', '3.25'),
      ],
    });
    await enter(use().database, '2026-06', { reactive_tickets_created: 6 }, NOW);
    const { state, entries } = (await period(TIE_OUT)).tieOut;
    expect([state, entries[0]]).toEqual([
      'TIES',
      value('reactive_tickets_created', '6', { vendorNow: '5', state: 'NOT_CHECKED', reason: expect.any(String) }),
    ]);
    expect((await period(TIE_OUT, '2026-Q2')).tieOut).toMatchObject({ state: 'TIES', entries: { length: 3 } });
  });

  it('names each row behind a difference, with the reason, and asks for nothing where nothing is missing', async () => {
    expect(await collect()).toBe(await collect());
    rows.tickets = [
      ticket(2, { board: { id: 2, name: 'Projects' } }),
      ticket(3, { mergedParentTicket: { id: 5 }, parentTicketId: 5 }),
      ticket(4, { status: { id: 3, name: 'In Progress' } }),
      ticket(5),
      ticket(6),
    ];
    rows.timeEntries = [entry(88120, 1.5, { ticketBoard: 'Projects' }), entry(90212, 1.25), entry(90213, 0.5)];
    await collect();
    const added = [{ id: '6', amount: null }];
    const removed = [
      { id: '1', amount: null, reason: 'deleted' },
      { id: '2', amount: null, reason: 'moved' },
      { id: '3', amount: null, reason: 'merged' },
    ];
    const differs = {
      state: 'DIFFERS',
      lastAt: NOW.toISOString(),
      entries: [
        value('reactive_tickets_created', '5', { vendorNow: '3', state: 'DIFFERS', added, removed }),
        value('reactive_tickets_closed', '5', {
          ...{ vendorNow: '2', state: 'DIFFERS', added },
          removed: [...removed, { id: '4', amount: null, reason: 'reopened' }],
        }),
        value('reactive_time_spent', '3.25', {
          ...{ vendorNow: '1.75', state: 'DIFFERS', added: [{ id: '90213', amount: '0.5' }] },
          removed: [
            { id: '88120', amount: '1.5', reason: 'moved' },
            { id: '88121', amount: '0.75', reason: 'deleted' },
          ],
          changed: [{ id: '90212', before: '1', after: '1.25' }],
        }),
      ],
    };
    expect((await period(TIE_OUT)).tieOut).toEqual(differs);
    const drift = await use().database.prisma.finding.findMany({ where: { kind: 'drift' }, orderBy: { id: 'asc' } });
    expect(drift.map(({ message }) => message)).toEqual([
      expect.stringContaining('Tickets 5 → 3: ticket 1 deleted, ticket 2 moved, ticket 3 merged, ticket 6 added'),
      expect.stringContaining('Tickets 5 → 2: ticket 1 deleted'),
      expect.stringContaining(
        'Hours 3.25 → 1.75: entry 88120 moved (−1.50), entry 88121 deleted (−0.75), entry 90212 edited 1.00 → 1.25, entry 90213 added (+0.50)',
      ),
    ]);
    await collect();
    expect((await period(TIE_OUT)).tieOut).toEqual(differs);
    expect(await use().database.prisma.tieOut.count()).toBe(6);
    await collect({ reason: 'the board was tidied up' });
    expect((await period(TIE_OUT)).tieOut).toMatchObject({
      state: 'TIES',
      entries: [{ stored: '3' }, { stored: '2' }, { stored: '1.75' }],
    });
  });

  it('gives the rows of a value page by page, without reading them for anything else', async () => {
    await collect();
    const evidence = 'evidence { rowCount digest version storedAt';
    const page = 'rows(first: 2) { edges { cursor node { id amount url } } pageInfo { hasNextPage endCursor } } }';
    const { hours, tickets } = await period(`
      hours: metric(key: "reactive_time_spent") { provenance { ${evidence} ${page} } }
      tickets: metric(key: "reactive_tickets_created") { provenance { ${evidence} rows { edges { node { id url } } } } } }`);
    expect(hours.provenance.evidence).toMatchObject({
      ...{ rowCount: 3, version: 1, storedAt: NOW.toISOString() },
      digest: HOURS_DIGEST,
      rows: {
        edges: [{ node: { id: '88120', amount: '1.5', url: null } }, { node: { id: '88121', amount: '0.75' } }],
        pageInfo: { hasNextPage: true },
      },
    });
    const { endCursor } = hours.provenance.evidence.rows.pageInfo;
    const rest = await period(
      `metric(key: "reactive_time_spent") { provenance { evidence { rows(after: "${endCursor}") { edges { node { id } } } } } }`,
    );
    expect(rest.metric.provenance.evidence.rows.edges).toEqual([{ node: { id: '90212' } }]);
    expect(tickets.provenance.evidence.rows.edges[0].node.url).toBe(
      'https://na.myconnectwise.net/v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid=1',
    );
    const fields = `metrics { value provenance { ${evidence} } } } ${TIE_OUT}`;
    const statements = await use().statementsOf(() => period(fields));
    expect(statements.filter((text) => /qbr_evidence/.test(text) && /\brows\b/.test(text))).toEqual([]);
  });

  it('is in the derivation as the digest of each leaf', async () => {
    await collect();
    const report = createReport(scopeOn(use().database, NOW), createSnapshots(use().database));
    const { text } = await exportDerivation(report, parseMonth('2026-06'));
    const { leaves } = JSON.parse(text) as { leaves: { key: string; evidence: object }[] };
    expect(leaves.find(({ key }) => key === 'reactive_time_spent')?.evidence).toEqual({
      digest: HOURS_DIGEST,
      reason: null,
    });
  });

  it('takes as many statements for two years as for a month', async () => {
    await collect();
    const api = openApi(use());
    const fields = `${TIE_OUT} metrics { provenance { evidence { rowCount digest } } }`;
    const ask = (from: string) =>
      use().statementsOf(() =>
        api.ask(`{ organization { periods(kind: MONTH, from: "${from}", to: "2026-06") { ${fields} } } }`),
      );
    expect((await ask('2024-07')).length).toBe((await ask('2026-06')).length);
  });
});
