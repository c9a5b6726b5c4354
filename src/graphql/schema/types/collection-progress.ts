import { builder } from '#src/graphql/builder.ts';
import type {
  MonthProgress as MonthShape,
  RunProgress,
  ProgressState as StateShape,
  VendorProgress as VendorShape,
} from '#src/service/collection/run-progress.ts';
import { CollectionRun } from './collection-run.ts';
import { Vendor } from './vendor.ts';

const ProgressState = builder.enumType('ProgressState', {
  description: 'Where a collection under way stands with a vendor or one of its months.',
  values: {
    PENDING: { value: 'pending', description: 'Its turn has not come.' },
    READING: { value: 'reading', description: 'It is being read.' },
    STORING: { value: 'storing', description: 'It has been read and is being stored.' },
    STORED: { value: 'stored', description: 'It is stored.' },
    FAILED: {
      value: 'failed',
      description: 'It failed, and nothing of the vendor was stored; `errorMessage` says why.',
    },
  } as const satisfies Record<string, { value: StateShape; description: string }>,
});

const ReadingProgress = builder.objectRef<NonNullable<VendorShape['reading']>>('ReadingProgress').implement({
  description: 'How far a vendor has been read.',
  fields: (t) => ({
    stepsDone: t.exposeInt('done', { description: 'Steps that are done, most of them requests to the vendor.' }),
    stepsTotal: t.exposeInt('total', { description: 'All steps, as far as is known; it may grow.' }),
  }),
});

const MonthProgress = builder.objectRef<MonthShape>('MonthProgress').implement({
  description: 'Where a collection stands with one month of a vendor.',
  fields: (t) => ({
    period: t.field({ type: 'Period', description: 'The month.', resolve: ({ month }) => month }),
    state: t.expose('state', { type: ProgressState, description: 'Where it stands.' }),
    metricsCollected: t.exposeInt('metricsCollected', {
      nullable: true,
      description: 'How many values were collected; null until the month is stored.',
    }),
    errorMessage: t.exposeString('errorMessage', {
      nullable: true,
      description: 'What went wrong, and what to do about it; null where nothing did.',
    }),
  }),
});

const VendorProgress = builder.objectRef<VendorShape>('VendorProgress').implement({
  description: 'Where a collection stands with one vendor, whose months are stored together or not at all.',
  fields: (t) => ({
    vendor: t.expose('vendor', { type: Vendor, description: 'The vendor.' }),
    state: t.expose('state', { type: ProgressState, description: 'Where it stands.' }),
    reading: t.expose('reading', {
      type: ReadingProgress,
      nullable: true,
      description:
        'How far it has been read; null before and afterwards, and while another program on the same database reads it.',
    }),
    errorMessage: t.exposeString('errorMessage', {
      nullable: true,
      description: 'What went wrong, and what to do about it; null where nothing did.',
    }),
    months: t.expose('months', { type: [MonthProgress], description: 'Its months, oldest first.' }),
  }),
});

const CollectionProgress = builder.objectRef<RunProgress>('CollectionProgress').implement({
  description: 'Where a collection stands: always all of it, so that each event can take the place of the one before.',
  fields: (t) => ({
    run: t.field({
      type: CollectionRun,
      description: 'The collection: its status, when and why it started.',
      resolve: ({ run, organizationId }) => ({ ...run, organizationId }),
    }),
    ended: t.exposeBoolean('ended', { description: 'Whether it has ended, in which case no event follows.' }),
    stepsDone: t.exposeInt('stepsDone', {
      description: 'Months of vendors that are stored or have failed; those of a vendor come at once.',
    }),
    stepsTotal: t.exposeInt('stepsTotal', {
      nullable: true,
      description:
        'Months of all vendors; null while another program on the same database collects, because which vendors are to come only that one knows.',
    }),
    vendors: t.expose('vendors', {
      type: [VendorProgress],
      description:
        'The vendors, in the order of their turns; of another program’s collection those whose turn has come.',
    }),
  }),
});

builder.subscriptionField('collectionProgress', (t) =>
  t.field({
    type: CollectionProgress,
    authScopes: { permission: 'metrics:read' },
    description:
      'How a collection goes: where it stands now, then every change, until it has ended. A client that connects again is told where it stands now; with `Last-Event-ID`, as browsers send it, of the run that it had followed. An unknown run is NOT_FOUND.',
    args: {
      runId: t.arg.int({
        description:
          'Number of the collection, which may have ended. Where not given: the one under way or, where none is, the next one that starts.',
      }),
    },
    subscribe: (_root, { runId }, { services, lastEventId }) =>
      services.progress.follow({ runId, lastMark: lastEventId }),
    resolve: (progress) => progress,
  }),
);
