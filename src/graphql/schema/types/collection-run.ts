import { queryFromInfo } from '@pothos/plugin-prisma';
import type { Period } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import { PAGE_ARGUMENTS, pageRequest, toConnection } from '#src/graphql/connection.ts';
import { listRuns } from '#src/service/collection/log.ts';
import type { CollectionStatus } from '#src/service/collection/schedule.ts';
import { requireVendor } from '#src/service/vendors.ts';
import { Organization } from './organization.ts';
import { Vendor } from './vendor.ts';

/** A run as the services know it: the columns that the database restricts to these texts have their narrow types. */
type Run = NonNullable<CollectionStatus['lastRun']>;

const CollectionLogStatus = builder.enumType('CollectionLogStatus', {
  description: 'What became of a collection, or of its part for one vendor and month.',
  values: {
    RUNNING: { value: 'running', description: 'Under way.' },
    SUCCESS: { value: 'success', description: 'Everything was read and stored.' },
    PARTIAL: { value: 'partial', description: 'One vendor failed, another succeeded.' },
    FAILED: { value: 'failed', description: 'Nothing of it was stored.' },
  } as const,
});

const RunTrigger = builder.enumType('RunTrigger', {
  description: 'Why a collection started.',
  values: {
    SCHEDULE: { value: 'schedule', description: 'Its scheduled time had come.' },
    CATCH_UP: { value: 'catch_up', description: 'The program had been down at its scheduled time.' },
    CLI: { value: 'cli', description: 'Somebody started it on the command line.' },
    API: { value: 'api', description: 'Somebody started it through the API.' },
  } as const,
});

const CollectionLogEntry = builder.prismaObject('CollectionLog', {
  name: 'CollectionLogEntry',
  description: 'What one collection did for one vendor and month.',
  fields: (t) => ({
    vendor: t.field({
      type: Vendor,
      description: 'The vendor.',
      resolve: ({ vendorId }, _args, { vendorIds }) => requireVendor(vendorIds, vendorId),
    }),
    period: t.field({ type: 'Period', description: 'The month.', resolve: ({ period }) => period as Period }),
    status: t.field({
      type: CollectionLogStatus,
      description: 'What became of it.',
      resolve: ({ status }) => status as Run['status'],
    }),
    metricsCollected: t.exposeInt('metricsCollected', { description: 'How many values were collected.' }),
    errorMessage: t.exposeString('errorMessage', {
      nullable: true,
      description: 'What went wrong, and what to do about it; null where nothing did.',
    }),
    notes: t.exposeString('notes', {
      nullable: true,
      description:
        'What a person should know of a success: rows counted, exclusions, values left as they were. Null until it has succeeded.',
    }),
    durationSeconds: t.float({
      nullable: true,
      description: 'How long it took, in seconds; null while it is under way and where the program was killed.',
      resolve: ({ durationSeconds }) => durationSeconds && Number(durationSeconds),
    }),
    startedAt: t.expose('collectionStartedAt', { type: 'DateTime', description: 'When it started.' }),
    endedAt: t.expose('collectionEndedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it is under way.',
    }),
  }),
});

export const CollectionRun = builder.prismaObject('CollectionRun', {
  description: 'One attempt to collect from the vendors.',
  fields: (t) => ({
    id: t.exposeInt('id', { description: 'Its number; later runs have higher ones.' }),
    status: t.field({
      type: CollectionLogStatus,
      description: 'What became of it.',
      resolve: ({ status }) => status as Run['status'],
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it started.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it is under way.',
    }),
    trigger: t.field({
      type: RunTrigger,
      description: 'Why it started.',
      resolve: ({ trigger }) => trigger as Run['trigger'],
    }),
    scheduledFor: t.expose('scheduledFor', {
      type: 'DateTime',
      nullable: true,
      description: 'The scheduled time it stands for; null for a run that a person started.',
    }),
    requestedBy: t.exposeString('requestedBy', { description: 'Who started it; `schedule` where nobody did.' }),
    force: t.exposeBoolean('force', { description: 'Whether frozen values were to be overwritten.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why frozen values were to be overwritten; null where they were not.',
    }),
    interrupted: t.exposeBoolean('interrupted', {
      description: 'Whether the program ended while the run was under way; nothing unfinished was stored.',
    }),
    entries: t.relation('entries', {
      type: CollectionLogEntry,
      description: 'What it did for each vendor and month, in order of month.',
      query: { orderBy: [{ period: 'asc' }, { vendorId: 'asc' }] },
    }),
  }),
});

const CollectionRunConnection = builder.connectionObject(
  { type: CollectionRun, name: 'CollectionRunConnection', description: 'A page of collections, newest first.' },
  { name: 'CollectionRunEdge', description: 'A collection and where it stands in the list.' },
);

builder.objectField(Organization, 'collectionRuns', (t) =>
  t.field({
    type: CollectionRunConnection,
    description: 'The collections of this organization, newest first.',
    args: {
      first: t.arg.int({ description: PAGE_ARGUMENTS.first }),
      after: t.arg.string({ description: PAGE_ARGUMENTS.after }),
      statuses: t.arg({ type: [CollectionLogStatus], description: 'Only runs of which this became.' }),
      triggers: t.arg({ type: [RunTrigger], description: 'Only runs that started for one of these reasons.' }),
    },
    resolve: async ({ id }, { statuses, triggers, ...args }, context, info) => {
      const page = pageRequest('run', args);
      const filter = { ...(statuses && { statuses }), ...(triggers && { triggers }) };
      const selection = queryFromInfo({ context, info, path: ['edges', 'node'] });
      return toConnection('run', page, await listRuns(context.scope(id), { ...page, filter, selection }));
    },
  }),
);
