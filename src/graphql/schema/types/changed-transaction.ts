import type { ChangedTransaction as Changed } from '#src/core/books/changed-transaction.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';

const ChangedTransactionKind = enumOf<Changed['kind']>(
  'ChangedTransactionKind',
  'What happened to a transaction in QuickBooks.',
  {
    modified: 'It was entered or changed.',
    deleted: 'It was deleted. QuickBooks keeps neither its month nor its account, so it may be of another one.',
  },
);

export const ChangedTransaction = builder.objectRef<Changed>('ChangedTransaction').implement({
  description:
    'A transaction that was changed or deleted in QuickBooks before a month’s statement was found to differ.',
  fields: (t) =>
    exposed(t, {
      kind: [ChangedTransactionKind, 'What happened to it.'],
      type: ['String', 'Its type in the words of QuickBooks: `Bill`.'],
      number: [nullable('String'), 'The number that a person knows it by; null if it has none.'],
      transactionId: t.field({
        type: 'String',
        nullable: true,
        description: 'Its id in QuickBooks; null if QuickBooks does not name it.',
        resolve: ({ id }) => id,
      }),
      account: [nullable('String'), 'Full name of the account of the posting; null for a deleted transaction.'],
      amount: [nullable('Decimal'), 'Amount of the posting in dollars, as it is now; null for a deleted transaction.'],
      date: [nullable('String'), 'Its date, `YYYY-MM-DD`; null for a deleted transaction.'],
      at: [nullable('DateTime'), 'When it was changed or deleted; null if QuickBooks does not name it.'],
      by: [nullable('String'), 'The user of QuickBooks who changed it; null if QuickBooks does not name one.'],
    }),
});
