import { beforeEach, describe, expect, it } from 'vitest';
import { createBackgroundCollection } from '#src/service/collection/background.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { collectionFor, enter } from '../kit/services.ts';
import { mutate, NOW, openApi, TIME_ZONE, UNKNOWN_ORGANIZATION } from './api.ts';

const ERRORS = `... on Error {
  ... on RunInProgressError { runId }
  code message field
  ... on MetricNotFoundError { key }
  ... on InvalidInputError { errors { __typename code field } }
}`;
/** A vendor that answers only by failing when the read is stopped. */
const waiting: VendorReader = {
  async read({ signal }) {
    signal.throwIfAborted();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  },
};

describeOnBothDatabases('mutations', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const background = (connectwise: VendorReader = waiting) =>
    createBackgroundCollection({
      collection: async (organizationId) =>
        collectionFor(use().database, { readers: { connectwise, ninjaone: null }, clock: () => NOW, organizationId }),
      clock: () => NOW,
      logger: { error: () => undefined } as never,
    });
  /** Runs one mutation and gives its result. */
  const run = (name: string, input: object, success: string, collections = background()) =>
    mutate(openApi(use(), NOW, {}, { background: collections }), { name, input, success, errors: ERRORS });
  const unknownMetric = {
    __typename: 'MetricNotFoundError',
    code: 'METRIC_NOT_FOUND',
    message: 'Unknown metric: no_such',
    field: 'metric',
    key: 'no_such',
  };
  const several = (...errors: [typename: string, code: string, field: string][]) => ({
    __typename: 'InvalidInputError',
    code: 'INVALID_VALUE',
    message: expect.stringContaining('; '),
    field: null,
    errors: errors.map(([__typename, code, field]) => ({ __typename, code, field })),
  });

  describe('setThreshold and removeThreshold', () => {
    const set = (input: object) =>
      run(
        'setThreshold',
        { metric: 'Net Profit', type: 'CRITICAL', value: '20000.5', ...input },
        'threshold { metric type bound value updatedAt updatedBy }',
      );
    const remove = (input: object) =>
      run('removeThreshold', { metric: 'net_profit', type: 'CRITICAL', bound: 'MIN', ...input }, 'metric');

    it('set one, by what is better where no bound is given, and remove it, also twice', async () => {
      expect(await set({})).toEqual({
        __typename: 'SetThresholdSuccess',
        threshold: {
          metric: 'net_profit',
          type: 'CRITICAL',
          bound: 'MIN',
          value: '20000.5',
          updatedAt: NOW.toISOString(),
          updatedBy: 'local',
        },
      });
      for (let times = 0; times < 2; times++) {
        expect(await remove({})).toEqual({ __typename: 'RemoveThresholdSuccess', metric: 'net_profit' });
      }
      expect(await use().database.prisma.threshold.count()).toBe(0);
    });

    it('judge anew whatever is asked afterwards', async () => {
      await enter(use().database, '2026-06', { net_profit: 1 }, NOW);
      const status = '{ organization { period(key: "2026-06") { metric(key: "net_profit") { status } } } }';
      const api = openApi(use());
      const judged = (expected: string) => ({ organization: { period: { metric: { status: expected } } } });
      expect(await api.ask(status)).toEqual(judged('NONE'));
      await api.ask(
        'mutation { setThreshold(input: { metric: "net_profit", type: WARNING, value: 2 }) { __typename } }',
      );
      expect(await api.ask(status)).toEqual(judged('WARNING'));
    });

    it.each([
      ['a bound that is needed', { metric: 'employees' }, 'InvalidThresholdError', 'INVALID_THRESHOLD', 'bound'],
      ['a value out of range', { value: '1e10' }, 'InvalidValueError', 'INVALID_VALUE', 'value'],
      ['the wrong side', { type: 'WARNING', value: 1 }, 'InvalidThresholdError', 'INVALID_THRESHOLD', 'value'],
    ])('answer %s with its error', async (_, input, __typename, code, field) => {
      await set({});
      expect(await set(input)).toEqual({ __typename, code, message: expect.any(String), field });
    });

    it('answer unknown metrics and organizations, and several faults together', async () => {
      expect(await set({ metric: 'no_such' })).toEqual(unknownMetric);
      expect(await remove({ metric: 'no_such' })).toEqual(unknownMetric);
      expect(await set({ organizationId: 7 })).toEqual(UNKNOWN_ORGANIZATION);
      expect(await remove({ organizationId: 7 })).toEqual(UNKNOWN_ORGANIZATION);
      const metric = ['MetricNotFoundError', 'METRIC_NOT_FOUND', 'metric'] as [string, string, string];
      const organization = ['OrganizationNotFoundError', 'ORGANIZATION_NOT_FOUND', 'organizationId'] as typeof metric;
      expect(await remove({ organizationId: 7, metric: 'no_such' })).toEqual(several(metric, organization));
      expect(await set({ organizationId: 7, metric: 'no_such' })).toEqual(several(metric, organization));
    });
  });

  describe('acknowledgeFinding', () => {
    const acknowledge = (input: object) =>
      run(
        'acknowledgeFinding',
        input,
        `finding { id metric acknowledgedAt acknowledgedBy note }
         period { period metric(key: "employee_expense") { findings { note } } }
         quarter { period }`,
      );

    it('says who, when and why, and keeps the first', async () => {
      const values = { payroll_total: 100, owner_comp: 20, owner_comp_taxes: 10, employee_expense: 75 };
      await enter(use().database, '2026-06', values, NOW);
      for (const note of ['bonus', 'another']) {
        expect(await acknowledge({ id: 1, note })).toEqual({
          __typename: 'AcknowledgeFindingSuccess',
          finding: {
            id: 1,
            metric: 'employee_expense',
            acknowledgedAt: NOW.toISOString(),
            acknowledgedBy: 'local',
            note: 'bonus',
          },
          period: { period: '2026-06', metric: { findings: [{ note: 'bonus' }] } },
          quarter: { period: '2026-Q2' },
        });
      }
      expect(await acknowledge({ id: 1, note: 'x'.repeat(4_001) })).toEqual({
        __typename: 'InvalidValueError',
        code: 'INVALID_VALUE',
        message: 'A text must have at most 4000 characters',
        field: 'note',
      });
    });

    it('knows no other', async () => {
      const message = 'There is no finding 9';
      expect(await acknowledge({ id: 9 })).toEqual({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        message,
        field: 'id',
      });
      expect(await acknowledge({ id: 9, note: '\0' })).toEqual(
        several(['InvalidValueError', 'INVALID_VALUE', 'note'], ['NotFoundError', 'NOT_FOUND', 'id']),
      );
    });
  });

  describe('collect', () => {
    const RUN = 'run { id status trigger requestedBy force reason endedAt entries { period } }';
    const collect = (input: object, collections = background()) => run('collect', input, RUN, collections);

    it('answers with the run under way, and refuses another', async () => {
      const collections = background();
      const answer = await collect({ periods: ['2026-Q2'], vendors: ['CONNECTWISE'] }, collections);
      expect(answer).toEqual({
        __typename: 'CollectSuccess',
        run: {
          id: 1,
          status: 'RUNNING',
          trigger: 'API',
          requestedBy: 'local',
          force: false,
          reason: null,
          endedAt: null,
          entries: expect.any(Array),
        },
      });
      expect(await collect({}, collections)).toEqual({
        __typename: 'RunInProgressError',
        code: 'RUN_IN_PROGRESS',
        message: expect.stringContaining('run 1, started 2026-07-10T14:00:00.000Z by local'),
        runId: 1,
        field: null,
      });
      await collections.stop();
      expect(await use().database.prisma.collectionRun.findMany()).toMatchObject([{ id: 1, status: 'failed' }]);
    });

    it.each([
      ['a future month', { periods: ['2026-08'] }, 'InvalidPeriodError', 'INVALID_PERIOD', 'periods[0]'],
      ['QuickBooks', { vendors: ['QUICKBOOKS'] }, 'InvalidParameterError', 'INVALID_PARAMETER', 'vendors'],
      [
        'another organization',
        { organizationId: 7 },
        'OrganizationNotFoundError',
        'ORGANIZATION_NOT_FOUND',
        'organizationId',
      ],
      ['force without a reason', { force: true }, 'MissingFieldError', 'MISSING_FIELD', 'reason'],
      ['too long a reason', { force: true, reason: 'x'.repeat(4_001) }, 'InvalidValueError', 'INVALID_VALUE', 'reason'],
    ])('answers %s with its error', async (_, input, __typename, code, field) => {
      expect(await collect(input)).toEqual({ __typename, code, message: expect.any(String), field });
      expect(await use().database.prisma.collectionRun.count()).toBe(0);
    });

    it('answers several faults together', async () => {
      expect(await collect({ periods: [], force: true })).toEqual(
        several(['MissingFieldError', 'MISSING_FIELD', 'periods'], ['MissingFieldError', 'MISSING_FIELD', 'reason']),
      );
    });
  });

  it('setCollectionEnabled says when the collection runs next', async () => {
    const set = (enabled: boolean) =>
      run('setCollectionEnabled', { enabled, acceptUnvalidated: true }, 'collection { enabled nextRunAt timeZone }');
    const answer = (enabled: boolean, nextRunAt: string | null) => ({
      __typename: 'SetCollectionEnabledSuccess',
      collection: { enabled, nextRunAt, timeZone: TIME_ZONE },
    });
    expect(await set(true)).toEqual(answer(true, '2026-07-11T03:30:00.000Z'));
    expect(await set(false)).toEqual(answer(false, null));
  });

  it('setCollectionEnabled is of the organization that is asked for', async () => {
    await use().database.prisma.organization.create({ data: { id: 2, name: 'Another' } });
    const set = (organizationId: number) =>
      run('setCollectionEnabled', { organizationId, enabled: true, acceptUnvalidated: true }, 'collection { enabled }');
    const refused = async (organizationId: number) => (await set(organizationId)) as Record<string, unknown>;
    expect(await refused(1)).toMatchObject({ __typename: 'SetCollectionEnabledSuccess' });
    expect(await refused(2)).toMatchObject({ __typename: 'SetCollectionEnabledSuccess' });
    expect(await refused(3)).toMatchObject({ code: 'ORGANIZATION_NOT_FOUND', field: 'organizationId' });
    expect(await use().database.prisma.auditEntry.count({ where: { action: 'collection.enabled' } })).toBe(2);
  });

  it('mask what nobody expected, and change nothing', async () => {
    const broken = { start: () => Promise.reject(new Error('secret')), stop: async () => undefined };
    const query = 'mutation { collect(input: {}) { __typename } }';
    const { data, errors } = await openApi(use(), NOW, {}, { background: broken }).send(query);
    expect([data, errors]).toEqual([
      null,
      [expect.objectContaining({ message: 'Unexpected error', path: ['collect'] })],
    ]);
  });
});
