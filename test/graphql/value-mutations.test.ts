import { beforeEach, describe, expect, it } from 'vitest';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { enter } from '../kit/services.ts';
import { mutate, NOW, openApi, UNKNOWN_ORGANIZATION } from './api.ts';

const LATER = new Date(NOW.getTime() + 60_000);
/** Every error with all that it can say. */
const ERRORS = `... on Error {
  code message field
  ... on MetricNotFoundError { key }
  ... on PeriodClosedError { period { period status } }
  ... on ConflictError { currentUpdatedAt }
  ... on InvalidInputError { errors { __typename code field ... on MetricNotFoundError { key } } }
}`;
const VALUES = 'metrics(keys: ["new_mrr", "lost_mrr"]) { definition { key } value source notes updatedAt }';
const REPORTS = `
  period { period status ${VALUES} smartNumber(key: "net_mrr_gain") { value } }
  quarter { period metric(key: "new_mrr") { value state } smartNumber(key: "net_mrr_gain") { value state } }
`;

describeOnBothDatabases('mutations of values', (use) => {
  beforeEach(() => emptyDatabase(use()));

  /** Runs one mutation and gives its result. */
  const run = (name: string, input: object, success: string, now = NOW) =>
    mutate(openApi(use(), now), { name, input, success, errors: ERRORS });
  const enterMetrics = (input: object, now?: Date) =>
    run('enterMetrics', { period: '2026-06', ...input }, REPORTS, now);
  const closeMonth = () => run('closePeriod', { period: '2026-06' }, 'period { status }');
  const value = (key: string, entered: string | null, notes: string | null = null, at = NOW) =>
    entered === null
      ? { definition: { key }, value: null, source: null, notes: null, updatedAt: null }
      : { definition: { key }, value: entered, source: 'MANUAL', notes, updatedAt: at.toISOString() };
  const stored = () => use().database.prisma.monthlyMetric.count();
  const closed = {
    __typename: 'PeriodClosedError',
    code: 'PERIOD_CLOSED',
    message: '2026-06 is closed; reopen it before changing its values',
    field: 'period',
    period: { period: '2026-06', status: 'CLOSED' },
  };
  const several = (errors: object[]) => ({
    __typename: 'InvalidInputError',
    code: 'INVALID_VALUE',
    message: expect.stringContaining('; '),
    field: null,
    errors,
  });

  describe('enterMetrics', () => {
    it('enters strings and numbers, and shows everything that was recalculated', async () => {
      const entries = [
        { metric: 'New MRR', value: '1200.505', notes: 'two clients' },
        { metric: 'lost_mrr', value: 200 },
      ];
      expect(await enterMetrics({ entries })).toEqual({
        __typename: 'EnterMetricsSuccess',
        period: {
          period: '2026-06',
          status: 'ENDED',
          metrics: [value('new_mrr', '1200.51', 'two clients'), value('lost_mrr', '200')],
          smartNumber: { value: '1000.51' },
        },
        quarter: {
          period: '2026-Q2',
          metric: { value: '1200.51', state: 'PARTIAL' },
          smartNumber: { value: '1000.51', state: 'PARTIAL' },
        },
      });
      expect(await use().database.prisma.auditEntry.findMany()).toMatchObject([
        {
          actor: 'local',
          actorId: 'local',
          credential: 'local',
          action: 'metrics.entered',
          detail: {
            period: '2026-06',
            changes: [
              { metric: 'new_mrr', before: null, after: { value: '1200.51', source: 'manual', enteredBy: 'local' } },
              { metric: 'lost_mrr', before: null, after: { value: '200', source: 'manual', enteredBy: 'local' } },
            ],
          },
        },
      ]);
    });

    it('shows after each of several in one request what that one wrote', async () => {
      const one = (alias: string, amount: number) =>
        `${alias}: enterMetrics(input: { period: "2026-06", entries: [{ metric: "new_mrr", value: ${amount} }] }) { ... on EnterMetricsSuccess { period { metric(key: "new_mrr") { value } } } }`;
      const answer = await openApi(use()).ask(`mutation { ${one('a', 1)} ${one('b', 2)} ${one('c', 2.5)} }`);
      const shown = (amount: string) => ({ period: { metric: { value: amount } } });
      expect(answer).toEqual({ a: shown('1'), b: shown('2'), c: shown('2.5') });
    });

    it('replaces a value that is the expected one, and else says when it changed', async () => {
      await enter(use().database, '2026-06', { new_mrr: 1 }, NOW);
      const entry = (expectedUpdatedAt: Date) => ({ entries: [{ metric: 'new_mrr', value: 2, expectedUpdatedAt }] });
      expect(await enterMetrics(entry(NOW), LATER)).toMatchObject({
        __typename: 'EnterMetricsSuccess',
        period: { metrics: [value('new_mrr', '2', null, LATER), value('lost_mrr', null)] },
      });
      expect(await enterMetrics(entry(NOW), LATER)).toEqual({
        __typename: 'ConflictError',
        code: 'CONFLICT',
        message: 'New MRR has changed since it was read; it last changed at 2026-07-10T14:01:00.000Z',
        field: 'entries[0].expectedUpdatedAt',
        currentUpdatedAt: LATER.toISOString(),
      });
    });

    const entries = [{ metric: 'new_mrr', value: 1 }];
    it.each([
      ['a quarter', { period: '2026-Q2', entries }, 'InvalidPeriodError', 'INVALID_PERIOD', 'period'],
      ['a month that has not begun', { period: '2026-08', entries }, 'InvalidPeriodError', 'INVALID_PERIOD', 'period'],
      ['no entries', { entries: [] }, 'MissingFieldError', 'MISSING_FIELD', 'entries'],
      [
        'a value out of range',
        { entries: [{ metric: 'nrr', value: '1e10' }] },
        'InvalidValueError',
        'INVALID_VALUE',
        'entries[0].value',
      ],
    ])('answers %s with its error', async (_, input, __typename, code, field) => {
      expect(await enterMetrics(input)).toEqual({ __typename, code, message: expect.any(String), field });
      expect(await stored()).toBe(0);
    });

    it('answers an unknown metric, an unknown organization and a closed month with their own data', async () => {
      expect(await enterMetrics({ entries: [{ metric: 'no_such', value: 1 }] })).toEqual({
        __typename: 'MetricNotFoundError',
        code: 'METRIC_NOT_FOUND',
        message: 'Unknown metric: no_such',
        field: 'entries[0].metric',
        key: 'no_such',
      });
      expect(await enterMetrics({ organizationId: 7, entries })).toEqual(UNKNOWN_ORGANIZATION);
      await closeMonth();
      expect(await enterMetrics({ entries })).toEqual(closed);
      expect(await stored()).toBe(0);
    });

    it('answers several faults together, each with its path', async () => {
      const wrong = [
        { metric: 'no_such', value: 1 },
        { metric: 'nrr', value: '-1e10', notes: 'x'.repeat(4_001) },
        { metric: 'mrr', value: 1, expectedUpdatedAt: NOW },
        { metric: 'MRR', value: 2 },
      ];
      expect(await enterMetrics({ entries: wrong })).toEqual(
        several([
          { __typename: 'MetricNotFoundError', code: 'METRIC_NOT_FOUND', field: 'entries[0].metric', key: 'no_such' },
          { __typename: 'InvalidValueError', code: 'INVALID_VALUE', field: 'entries[1].notes' },
          { __typename: 'InvalidValueError', code: 'INVALID_VALUE', field: 'entries[1].value' },
          { __typename: 'InvalidValueError', code: 'INVALID_VALUE', field: 'entries[3].metric' },
          { __typename: 'ConflictError', code: 'CONFLICT', field: 'entries[2].expectedUpdatedAt' },
        ]),
      );
      expect(await stored()).toBe(0);
    });

    it('takes malformed scalars as ordinary input errors', async () => {
      const query = 'mutation ($input: EnterMetricsInput!) { enterMetrics(input: $input) { __typename } }';
      const input = { period: '2026-13', entries: [{ metric: 'nrr', value: 'much' }] };
      const { data, errors } = await openApi(use()).send(query, { input });
      expect([data, errors.length]).toEqual([undefined, 2]);
    });
  });

  describe('releaseMetrics', () => {
    const release = (input: object) =>
      run(
        'releaseMetrics',
        { period: '2026-06', ...input },
        `released { definition { key } outcome } period { ${VALUES} }`,
      );

    it('says what became of each', async () => {
      await enter(use().database, '2026-06', { new_mrr: 1, seats_managed: 2, net_profit: 3 }, NOW);
      const metrics = ['seats_managed', 'Net Profit', 'New MRR', 'lost_mrr', 'new_mrr'];
      const outcome = (key: string, became: string) => ({ definition: { key }, outcome: became });
      expect(await release({ metrics })).toEqual({
        __typename: 'ReleaseMetricsSuccess',
        released: [
          outcome('seats_managed', 'AWAITS_COLLECTION'),
          outcome('net_profit', 'RECALCULATED'),
          outcome('new_mrr', 'WITHDRAWN'),
          outcome('lost_mrr', 'NOT_MANUAL'),
        ],
        period: { metrics: [value('new_mrr', null), value('lost_mrr', null)] },
      });
    });

    it.each([
      ['a month that has not begun', { period: '2026-08', metrics: ['nrr'] }, 'InvalidPeriodError', 'period'],
      ['no names', { metrics: [] }, 'MissingFieldError', 'metrics'],
      ['too many names', { metrics: Array.from({ length: 1_001 }, () => 'nrr') }, 'InvalidValueError', 'metrics'],
    ])('answers %s with its error', async (_, input, __typename, field) => {
      const message = expect.any(String);
      expect(await release(input)).toEqual({ __typename, code: expect.any(String), message, field });
    });

    it('answers unknown names, an unknown organization and a closed month with their own data', async () => {
      const unknown = (index: number, key: string) => ({
        __typename: 'MetricNotFoundError',
        code: 'METRIC_NOT_FOUND',
        field: `metrics[${index}]`,
        key,
      });
      expect(await release({ metrics: ['x'] })).toEqual({ ...unknown(0, 'x'), message: 'Unknown metric: x' });
      expect(await release({ metrics: ['x', 'nrr', 'y'] })).toEqual(several([unknown(0, 'x'), unknown(2, 'y')]));
      expect(await release({ organizationId: 7, metrics: ['nrr'] })).toEqual(UNKNOWN_ORGANIZATION);
      await closeMonth();
      expect(await release({ metrics: ['nrr'] })).toEqual(closed);
    });
  });

  describe('closePeriod and reopenPeriod', () => {
    const close = (input: object) => run('closePeriod', input, `missing { key } openFindings { id kind } ${REPORTS}`);
    const reopen = (input: object) => run('reopenPeriod', { period: '2026-06', ...input }, REPORTS);
    const reports = (status: string) => ({
      period: {
        period: '2026-06',
        status,
        metrics: [value('new_mrr', '5'), value('lost_mrr', null)],
        smartNumber: { value: null },
      },
      quarter: {
        period: '2026-Q2',
        metric: { value: '5', state: 'PARTIAL' },
        smartNumber: { value: null, state: 'NOT_COMPUTABLE' },
      },
    });

    it('close with what is still missing and unacknowledged, and open again', async () => {
      await enter(
        use().database,
        '2026-06',
        { new_mrr: 5, payroll_total: 100, owner_comp: 20, owner_comp_taxes: 10, employee_expense: 75 },
        NOW,
      );
      for (const attempt of ['first', 'again']) {
        const answer = (await close({ period: '2026-06' })) as { missing: { key: string }[] };
        expect([attempt, answer]).toEqual([
          attempt,
          {
            __typename: 'ClosePeriodSuccess',
            missing: expect.arrayContaining([{ key: 'lost_mrr' }, { key: 'total_income' }]),
            openFindings: [{ id: 1, kind: 'DIFFERS_FROM_FORMULA' }],
            ...reports('CLOSED'),
          },
        ]);
        expect(answer.missing).not.toContainEqual({ key: 'new_mrr' });
      }
      for (const reason of ['late invoice', 'to be sure']) {
        expect(await reopen({ reason })).toEqual({ __typename: 'ReopenPeriodSuccess', ...reports('ENDED') });
      }
      const audit = await use().database.prisma.auditEntry.findMany({ where: { action: { startsWith: 'period.' } } });
      expect(audit.map(({ action }) => action)).toEqual(['period.closed', 'period.reopened']);
    });

    it.each(['2026-07', '2026-08', '2026-Q2'])('refuse to close %s', async (period) => {
      expect(await close({ period })).toEqual({
        __typename: 'InvalidPeriodError',
        code: 'INVALID_PERIOD',
        message: expect.any(String),
        field: 'period',
      });
    });

    it.each([
      ['no reason', { reason: ' ' }, 'MissingFieldError', 'MISSING_FIELD', 'reason'],
      ['too long a reason', { reason: 'x'.repeat(4_001) }, 'InvalidValueError', 'INVALID_VALUE', 'reason'],
      ['a quarter', { period: '2026-Q2', reason: 'x' }, 'InvalidPeriodError', 'INVALID_PERIOD', 'period'],
    ])('refuse to reopen for %s', async (_, input, __typename, code, field) => {
      expect(await reopen(input)).toEqual({ __typename, code, message: expect.any(String), field });
    });

    it('know no other organization, and tell several faults together', async () => {
      expect(await close({ period: '2026-06', organizationId: 7 })).toEqual(UNKNOWN_ORGANIZATION);
      expect(await reopen({ organizationId: 7, reason: 'x' })).toEqual(UNKNOWN_ORGANIZATION);
      expect(await reopen({ period: '2026-Q2', reason: '' })).toEqual(
        several([
          { __typename: 'InvalidPeriodError', code: 'INVALID_PERIOD', field: 'period' },
          { __typename: 'MissingFieldError', code: 'MISSING_FIELD', field: 'reason' },
        ]),
      );
    });
  });
});
