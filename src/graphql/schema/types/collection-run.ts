import { queryFromInfo } from '@pothos/plugin-prisma';
import type { Period } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import { connectionOf, PAGE_ARGUMENTS, pageRequest, toConnection } from '#src/graphql/connection.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { listRuns } from '#src/service/collection/log.ts';
import type { StoredRun } from '#src/service/collection/schedule.ts';
import { requireVendor } from '#src/service/vendors.ts';
import { Organization } from './organization.ts';
import { Vendor } from './vendor.ts';

const CollectionLogStatus = enumOf(
  'CollectionLogStatus',
  'Status of a collection, or of its part for one vendor and month.',
  {
    running: 'In progress.',
    success: 'Everything was read and stored.',
    partial: 'Some vendors failed and others succeeded.',
    failed: 'Nothing was stored.',
  },
);

const RunTrigger = enumOf('RunTrigger', 'Why a collection started.', {
  schedule: 'Started at its scheduled time.',
  catch_up: 'Caught up: the server was down at the scheduled time.',
  cli: 'Started on the command line.',
  api: 'Started through the API.',
  web_connector: 'The QuickBooks Web Connector brought the books.',
});

const CollectionLogEntry = builder.prismaObject('CollectionLog', {
  name: 'CollectionLogEntry',
  description: 'Result of a collection for one vendor and month.',
  fields: (t) => ({
    vendor: t.field({
      type: Vendor,
      description: 'The vendor.',
      resolve: ({ vendorId }, _args, { vendorIds }) => requireVendor(vendorIds, vendorId),
    }),
    period: t.field({ type: 'Period', description: 'The month.', resolve: ({ period }) => period as Period }),
    status: t.field({
      type: CollectionLogStatus,
      description: 'Status of this part.',
      resolve: ({ status }) => status as StoredRun['status'],
    }),
    metricsCollected: t.exposeInt('metricsCollected', { description: 'Number of values collected.' }),
    errorMessage: t.exposeString('errorMessage', {
      nullable: true,
      description: 'Cause of the failure, and what to do about it; null if it did not fail.',
    }),
    notes: t.exposeString('notes', {
      nullable: true,
      description:
        'Details of a success: rows counted, exclusions, values left unchanged. Null until it has succeeded.',
    }),
    durationSeconds: t.float({
      nullable: true,
      description: 'Duration in seconds; null while running, and if the process was killed.',
      resolve: ({ durationSeconds }) => durationSeconds && Number(durationSeconds),
    }),
    startedAt: t.expose('collectionStartedAt', { type: 'DateTime', description: 'When it started.' }),
    endedAt: t.expose('collectionEndedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while running.',
    }),
  }),
});

export const CollectionRun = builder.prismaObject('CollectionRun', {
  description: 'One attempt to collect from the vendors.',
  fields: (t) => ({
    id: t.exposeInt('id', { description: 'ID of the run; later runs have higher IDs.' }),
    status: t.field({
      type: CollectionLogStatus,
      description: 'Status of the run.',
      resolve: ({ status }) => status as StoredRun['status'],
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it started.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while running.',
    }),
    trigger: t.field({
      type: RunTrigger,
      description: 'Why it started.',
      resolve: ({ trigger }) => trigger as StoredRun['trigger'],
    }),
    scheduledFor: t.expose('scheduledFor', {
      type: 'DateTime',
      nullable: true,
      description: 'Scheduled time of the run; null if a person started it.',
    }),
    requestedBy: t.exposeString('requestedBy', { description: 'Who started it; `schedule` if nobody did.' }),
    force: t.exposeBoolean('force', { description: 'Whether the run was to overwrite frozen values.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Reason for overwriting frozen values; null if they were not to be overwritten.',
    }),
    interrupted: t.exposeBoolean('interrupted', {
      description: 'Whether the process ended during the run; unfinished parts were not stored.',
    }),
    entries: t.relation('entries', {
      type: CollectionLogEntry,
      description: 'Results for each vendor and month, ordered by month.',
      query: { orderBy: [{ period: 'asc' }, { vendorId: 'asc' }] },
    }),
  }),
});

const CollectionRunConnection = connectionOf(CollectionRun, 'CollectionRun', {
  one: 'A collection',
  many: 'collections',
});

builder.objectField(Organization, 'collectionRuns', (t) =>
  t.field({
    type: CollectionRunConnection,
    description: 'The collections of this organization, newest first.',
    args: {
      ...PAGE_ARGUMENTS,
      statuses: t.arg({ type: [CollectionLogStatus], description: 'Only runs with one of these statuses.' }),
      triggers: t.arg({ type: [RunTrigger], description: 'Only runs with one of these triggers.' }),
    },
    resolve: async ({ id }, { statuses, triggers, ...args }, context, info) => {
      const page = pageRequest('run', args);
      const filter = { ...(statuses && { statuses }), ...(triggers && { triggers }) };
      const selection = queryFromInfo({ context, info, path: ['edges', 'node'] });
      return toConnection('run', page, await listRuns(context.scope(id), { ...page, filter, selection }));
    },
  }),
);
