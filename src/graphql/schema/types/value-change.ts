import { builder } from '#src/graphql/builder.ts';
import { connectionOf } from '#src/graphql/connection.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import type { StoredValueChange } from '#src/service/report/value-pages.ts';
import { DataSource } from './vocabulary.ts';

const ChangeCause = enumOf('ChangeCause', 'Cause of a change of a value.', {
  collection: 'A collection read a different value.',
  entry: 'Somebody entered a value by hand.',
  release: 'Somebody released a value that was entered by hand.',
  recalculation: 'An input of the calculated value changed.',
  import: 'Somebody imported a file of values.',
  undo: 'Somebody undid an import.',
});

const ValueChange = builder.objectRef<StoredValueChange>('ValueChange').implement({
  description: 'A change of a monthly value: the old and the new value, cause, actor, reason and time.',
  fields: (t) =>
    exposed(t, {
      id: ['Int', 'ID of the change; later changes have higher IDs.'],
      period: t.field({ type: 'Period', description: 'The month whose value changed.', resolve: ({ month }) => month }),
      oldValue: [nullable('Decimal'), 'The value before; null if there was none.'],
      newValue: [nullable('Decimal'), 'The value after; null if it was removed.'],
      oldSource: [nullable(DataSource), 'Origin of the old value; null if there was none.'],
      newSource: [nullable(DataSource), 'Origin of the new value; null if it was removed.'],
      cause: [ChangeCause, 'Cause of the change.'],
      actor: ['String', 'The person or process that made the change.'],
      reason: [nullable('String'), 'Reason for the change; null if none was required.'],
      runId: [nullable('Int'), 'ID of the collection that made the change; null for any other cause.'],
      changedAt: ['DateTime', 'When the value changed.'],
    }),
});

export const ValueChangeConnection = connectionOf(ValueChange, 'ValueChange', { one: 'A change', many: 'changes' });
