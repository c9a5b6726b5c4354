import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import type {
  MonthProgress as MonthShape,
  RunProgress,
  ProgressState as StateShape,
  VendorProgress as VendorShape,
} from '#src/service/collection/run-progress.ts';
import { requireReadable } from '#src/service/scope.ts';
import { CollectionRun } from './collection-run.ts';
import { Vendor } from './vendor.ts';
import { ORGANIZATION_INPUT } from './vocabulary.ts';

const ProgressState = enumOf<StateShape>(
  'ProgressState',
  'Progress of a vendor, or of one of its months, in a collection.',
  {
    pending: 'Not started.',
    reading: 'Being read.',
    storing: 'Read, and being stored.',
    stored: 'Read and stored.',
    failed: 'Failed; nothing from the vendor was stored. See `errorMessage`.',
  },
);

const ReadingProgress = builder.objectRef<NonNullable<VendorShape['reading']>>('ReadingProgress').implement({
  description: 'Progress of reading a vendor.',
  fields: (t) => ({
    stepsDone: t.exposeInt('done', { description: 'Number of completed steps, most of them requests to the vendor.' }),
    stepsTotal: t.exposeInt('total', { description: 'Number of known steps; may grow.' }),
  }),
});

const MonthProgress = builder.objectRef<MonthShape>('MonthProgress').implement({
  description: 'Progress of one month of a vendor.',
  fields: (t) =>
    exposed(t, {
      period: t.field({ type: 'Period', description: 'The month.', resolve: ({ month }) => month }),
      state: [ProgressState, 'Current state.'],
      metricsCollected: [nullable('Int'), 'Number of values collected; null until the month is stored.'],
      errorMessage: [nullable('String'), 'Cause of the failure, and what to do about it; null if it did not fail.'],
    }),
});

const VendorProgress = builder.objectRef<VendorShape>('VendorProgress').implement({
  description: 'Progress of one vendor. Its months are stored together or not at all.',
  fields: (t) =>
    exposed(t, {
      vendor: [Vendor, 'The vendor.'],
      state: [ProgressState, 'Current state.'],
      reading: [
        nullable(ReadingProgress),
        'Reading progress; null before and after reading, and while another process on the same database reads it.',
      ],
      errorMessage: [nullable('String'), 'Cause of the failure, and what to do about it; null if it did not fail.'],
      months: [[MonthProgress], 'Its months, oldest first.'],
    }),
});

const CollectionProgress = builder.objectRef<RunProgress>('CollectionProgress').implement({
  description: 'Progress of a collection. Each event is complete and replaces the previous one.',
  fields: (t) =>
    exposed(t, {
      run: t.field({
        type: CollectionRun,
        description: 'The collection: its status, when and why it started.',
        resolve: ({ run, organizationId }) => ({ ...run, organizationId }),
      }),
      ended: ['Boolean', 'Whether it has ended; no event follows then.'],
      stepsDone: [
        'Int',
        'Number of vendor months that are stored or have failed; the months of a vendor are counted together.',
      ],
      stepsTotal: [
        nullable('Int'),
        'Number of vendor months in total; null while another process on the same database collects, because only that process knows the remaining vendors.',
      ],
      vendors: [
        [VendorProgress],
        'The vendors, in the order of collection; for the collection of another process, those started so far.',
      ],
    }),
});

builder.subscriptionField('collectionProgress', (t) =>
  t.field({
    type: CollectionProgress,
    authScopes: { permission: 'metrics:read' },
    description:
      'Progress of a collection: the current state, then every change until it has ended. A client that reconnects receives the current state; with `Last-Event-ID`, as browsers send it, that of the run it followed before. An unknown run is rejected with NOT_FOUND.',
    args: {
      organizationId: t.arg.int(ORGANIZATION_INPUT),
      runId: t.arg.int({
        description:
          'ID of the collection, which may have ended. Default: the running collection or, if there is none, the next one that starts.',
      }),
    },
    subscribe: async (_root, { organizationId, runId }, { services, lastEventId, scope }) => {
      await requireReadable(scope(organizationId));
      return services.progress.follow({ organizationId, runId, lastMark: lastEventId });
    },
    resolve: (progress) => progress,
  }),
);
