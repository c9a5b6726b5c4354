import { builder } from '#src/graphql/builder.ts';
import type { PeriodData } from '#src/service/report/period-data.ts';
import { DataSource } from './vocabulary.ts';

type StoredValueChange = Awaited<ReturnType<PeriodData['history']>>[number];

const ChangeCause = builder.enumType('ChangeCause', {
  description: 'What kind of act changed a value.',
  values: {
    COLLECTION: { value: 'collection', description: 'A collection read another value.' },
    ENTRY: { value: 'entry', description: 'Somebody entered a value by hand.' },
    RELEASE: { value: 'release', description: 'Somebody gave a hand-entered value back to what else supplies it.' },
    RECALCULATION: { value: 'recalculation', description: 'A value it is calculated from changed.' },
  } as const,
});

const ValueChange = builder.objectRef<StoredValueChange>('ValueChange').implement({
  description: 'One change of a month’s value: what it was, what it became, who or what changed it, why and when.',
  fields: (t) => ({
    id: t.exposeInt('id', { description: 'Its number; later changes have higher ones.' }),
    period: t.field({ type: 'Period', description: 'The month whose value changed.', resolve: ({ month }) => month }),
    oldValue: t.expose('oldValue', { type: 'Decimal', nullable: true, description: 'Null where there was no value.' }),
    newValue: t.expose('newValue', {
      type: 'Decimal',
      nullable: true,
      description: 'Null where the value was removed.',
    }),
    oldSource: t.expose('oldSource', {
      type: DataSource,
      nullable: true,
      description: 'How the old value had come to be stored; null where there was none.',
    }),
    newSource: t.expose('newSource', {
      type: DataSource,
      nullable: true,
      description: 'How the new value came to be stored; null where the value was removed.',
    }),
    cause: t.expose('cause', { type: ChangeCause, description: 'What kind of act changed it.' }),
    actor: t.exposeString('actor', { description: 'Who or what acted.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why; null where no reason was asked for.' }),
    runId: t.exposeInt('runId', {
      nullable: true,
      description: 'The collection that changed it; null for any other act.',
    }),
    changedAt: t.expose('changedAt', { type: 'DateTime', description: 'When it changed.' }),
  }),
});

export const ValueChangeConnection = builder.connectionObject(
  { type: ValueChange, name: 'ValueChangeConnection', description: 'A page of changes, newest first.' },
  { name: 'ValueChangeEdge', description: 'A change and where it stands in the list.' },
);
