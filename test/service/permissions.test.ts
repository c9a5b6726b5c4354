import { expect, it } from 'vitest';
import type { Permission } from '#src/auth/permissions.ts';
import { NOBODY, type Viewer, viewerIn } from '#src/auth/viewer.ts';
import { Decimal } from '#src/core/number.ts';
import { computeBenchmarks } from '#src/service/benchmarks/compute.ts';
import { setParticipation } from '#src/service/benchmarks/participation.ts';
import { connectBooks, pauseBooks } from '#src/service/books/connect.ts';
import { createBackgroundCollection } from '#src/service/collection/background.ts';
import { createCollectionSchedule } from '#src/service/collection/schedule.ts';
import { acknowledgeFinding } from '#src/service/findings/acknowledge.ts';
import { closePeriod, reopenPeriod } from '#src/service/periods/close.ts';
import type { Scope } from '#src/service/scope.ts';
import { updateSettings } from '#src/service/settings/change.ts';
import { listSettings } from '#src/service/settings/list.ts';
import { removeThreshold, setThreshold } from '#src/service/thresholds/set.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import { keyViewer } from '../auth/viewers.ts';
import { describeOnBothDatabases } from '../kit/databases.ts';
import { collectionFor, NOW, ORGANIZATION_ID, scopeOn, TIME_ZONE } from '../kit/services.ts';
import { configWith } from './settings/harness.ts';

const settings = (context: Scope) => {
  const collection = collectionFor(context.database, { readers: { connectwise: null, ninjaone: null } });
  const common = { ...context, collection, clock: () => NOW, organizationId: ORGANIZATION_ID, timeZone: TIME_ZONE };
  return { ...common, logger: { error: () => undefined }, cron: '30 22 * * *', enabledByDefault: false };
};
const backgroundOf = (context: Scope) => {
  const { collection, clock, logger } = settings(context);
  return { collection: async () => collection, clock, logger };
};
const threshold = { metric: 'nrr', type: 'warning', bound: 'min' } as const;
const period = '2025-01';

/** Every verb that changes something, with what it needs. */
const VERBS: readonly [string, Permission, (context: Scope) => Promise<unknown>][] = [
  [
    'enterMetrics',
    'metrics:write',
    (c) => enterMetrics(c, { period, entries: [{ metric: 'nrr', value: new Decimal(1) }] }),
  ],
  ['releaseMetrics', 'metrics:write', (c) => releaseMetrics(c, { period, metrics: ['nrr'] })],
  ['setThreshold', 'thresholds:write', (c) => setThreshold(c, { ...threshold, value: new Decimal(1) })],
  ['removeThreshold', 'thresholds:write', (c) => removeThreshold(c, threshold)],
  ['acknowledgeFinding', 'findings:acknowledge', (c) => acknowledgeFinding(c, { id: 1 })],
  ['closePeriod', 'periods:close', (c) => closePeriod(c, { period })],
  ['reopenPeriod', 'periods:close', (c) => reopenPeriod(c, { period, reason: 'test' })],
  ['collect', 'collection:run', (c) => createBackgroundCollection(backgroundOf(c)).start(c, {})],
  ['connectBooks', 'books:manage', (c) => connectBooks(c, { publicUrl: 'https://books.example.com' })],
  ['pauseBooks', 'books:manage', (c) => pauseBooks(c, true)],
  ['setParticipation', 'benchmarks:manage', (c) => setParticipation(c, { participation: 'share' })],
  ['computeBenchmarks', 'benchmarks:compute', (c) => computeBenchmarks(c)],
  [
    'updateSettings',
    'settings:manage',
    (c) => updateSettings(c, configWith([]), [{ name: 'books.basis', value: 'cash' }]),
  ],
  ['listSettings', 'settings:manage', (c) => listSettings(c, configWith([]))],
  ['setEnabled', 'collection:schedule', (c) => createCollectionSchedule(settings(c)).setEnabled(c, false)],
];

const REFUSED: Readonly<Partial<Record<Permission, readonly Viewer[]>>> = {
  'metrics:write': [keyViewer('viewer')],
  'thresholds:write': [keyViewer('viewer')],
  'findings:acknowledge': [keyViewer('viewer')],
};

describeOnBothDatabases('a service', (use) => {
  it.each(VERBS)('%s needs %s, and asks the database for nothing before it knows', async (_, permission, verb) => {
    const refused = REFUSED[permission] ?? [keyViewer('viewer'), keyViewer('editor')];
    const statements = await use().statementsOf(
      async () => {
        for (const viewer of refused) {
          const context = { ...scopeOn(use().database), viewer };
          await expect(verb(context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
        }
        const context = { ...scopeOn(use().database), viewer: NOBODY };
        await expect(verb(context)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
        const foreign = { ...scopeOn(use().database, NOW, 2), viewer: viewerIn(keyViewer('admin'), 2) };
        await expect(verb(foreign)).rejects.toMatchObject({ code: 'ORGANIZATION_NOT_FOUND', field: 'organizationId' });
      },
      { warm: true },
    );
    expect(statements).toEqual([]);
  });
});
