import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import type { StoredValueChange } from '#src/service/report/period-data.ts';
import { DataSource } from './vocabulary.ts';

const ChangeCause = enumOf('ChangeCause', 'Cause of a change of a value.', {
  collection: 'A collection read a different value.',
  entry: 'Somebody entered a value by hand.',
  release: 'Somebody released a value that was entered by hand.',
  recalculation: 'An input of the calculated value changed.',
});

const ValueChange = builder.objectRef<StoredValueChange>('ValueChange').implement({
  description: 'A change of a monthly value: the old and the new value, cause, actor, reason and time.',
  fields: (t) => ({
    id: t.exposeInt('id', { description: 'ID of the change; later changes have higher IDs.' }),
    period: t.field({ type: 'Period', description: 'The month whose value changed.', resolve: ({ month }) => month }),
    oldValue: t.expose('oldValue', {
      type: 'Decimal',
      nullable: true,
      description: 'The value before; null if there was none.',
    }),
    newValue: t.expose('newValue', {
      type: 'Decimal',
      nullable: true,
      description: 'The value after; null if it was removed.',
    }),
    oldSource: t.expose('oldSource', {
      type: DataSource,
      nullable: true,
      description: 'Origin of the old value; null if there was none.',
    }),
    newSource: t.expose('newSource', {
      type: DataSource,
      nullable: true,
      description: 'Origin of the new value; null if it was removed.',
    }),
    cause: t.expose('cause', { type: ChangeCause, description: 'Cause of the change.' }),
    actor: t.exposeString('actor', { description: 'The person or process that made the change.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Reason for the change; null if none was required.',
    }),
    runId: t.exposeInt('runId', {
      nullable: true,
      description: 'ID of the collection that made the change; null for any other cause.',
    }),
    changedAt: t.expose('changedAt', { type: 'DateTime', description: 'When the value changed.' }),
  }),
});

export const ValueChangeConnection = builder.connectionObject(
  { type: ValueChange, name: 'ValueChangeConnection', description: 'A page of changes, newest first.' },
  { name: 'ValueChangeEdge', description: 'A change and its cursor.' },
);
