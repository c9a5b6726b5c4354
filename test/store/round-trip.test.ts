import { Decimal } from 'decimal.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { Prisma } from '#src/store/generated/prisma/client.ts';
import { describeOnBothDatabases, emptyDatabase, freshEmbedded, freshPostgresql, query } from '../kit/databases.ts';
import { DatabaseProcess } from './process/child.ts';

describeOnBothDatabases('what is stored comes back as it was', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it.each(['0', '-0.0001', '0.1', '38261.63', '9999999999.9999', '-9999999999.9999', '5'])(
    'as the decimal %s',
    async (text) => {
      const { prisma } = use().database;
      const key = { organizationId: 1, period: '2025-01', metricName: 'm' };
      const value = new Decimal(text);
      await prisma.monthlyMetric.create({
        data: { ...key, metricValue: value, dataSource: 'manual', manuallyEnteredBy: 'someone' },
      });
      const row = await prisma.monthlyMetric.findUniqueOrThrow({
        where: { organizationId_period_metricName: key, metricValue: value },
      });
      // Prisma's own copy of decimal.js: equal in all but its class.
      expect(row.metricValue).toBeInstanceOf(Prisma.Decimal);
      expect(row.metricValue).not.toBeInstanceOf(Decimal);
      expect(new Decimal(row.metricValue).eq(value)).toBe(true);
    },
  );

  it('as a list of months, in order', async () => {
    const { prisma } = use().database;
    const months = ['2025-01', '2025-02', '2025-03'];
    await prisma.quarterlyMetric.create({
      data: { organizationId: 1, period: '2025-Q1', metricName: 'm', metricValue: 1, monthsCovered: 3, months },
    });
    expect((await prisma.quarterlyMetric.findFirstOrThrow()).months).toEqual(months);
    expect(await prisma.quarterlyMetric.count({ where: { months: { has: '2025-02' } } })).toBe(1);
  });

  it.each([
    [true],
    [0],
    ['text "with" quotes, \\ and ümläuts'],
    [{ a: [1, null, { b: 'c' }] }],
    [[]],
    [Prisma.JsonNull],
  ])('as the JSON %j', async (value) => {
    const { prisma } = use().database;
    const row = { organizationId: 1, key: 'k', updatedAt: new Date(), updatedBy: 'someone' };
    await prisma.setting.create({ data: { ...row, value } });
    expect((await prisma.setting.findFirstOrThrow()).value).toEqual(value === Prisma.JsonNull ? null : value);
  });

  it('as text with anything in it', async () => {
    const { prisma } = use().database;
    const name = `O'Brien; DROP TABLE "x" -- $1 \\ 日本 🙂`;
    const { id } = await prisma.organization.create({ data: { name } });
    expect((await prisma.organization.findUniqueOrThrow({ where: { id } })).name).toBe(name);
  });
});

describe('instants and dates', () => {
  const expected = {
    at: '2025-03-09T08:30:00.123Z',
    date: '2025-03-09T00:00:00.000Z',
    text: { at: '2025-03-09 08:30:00.123', date: '2025-03-09' },
  };

  it.each(['Pacific/Kiritimati', 'America/Chicago', 'Asia/Kathmandu'])(
    'mean the same when the host is in %s, on PGlite',
    async (TZ) => {
      const fresh = await freshEmbedded();
      const other = new DatabaseProcess(fresh.connection, { TZ, PGTZ: TZ });
      await other.hear();
      expect(await other.ask('round-trip')).toEqual(expected);
      await other.end();
      await fresh.remove();
    },
  );

  it.each(['Pacific/Kiritimati', 'America/Chicago', 'Asia/Kathmandu'])(
    'mean the same when host and server are in %s, on PostgreSQL',
    async (TZ) => {
      const fresh = await freshPostgresql();
      const name = new URL(fresh.connection.url).pathname.slice(1);
      await query(fresh.connection.url, `ALTER DATABASE ${name} SET TimeZone TO '${TZ}'`);
      const other = new DatabaseProcess(fresh.connection, { TZ, PGTZ: TZ });
      await other.hear();
      expect(await other.ask('round-trip')).toEqual(expected);
      await other.end();
      await fresh.remove();
    },
  );
});
