import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed } from '#src/graphql/exposed.ts';
import type { ImportPreview } from '#src/service/transfer/import.ts';

type Question = NonNullable<ImportPreview['question']>;

export const DateOrder = enumOf('DateOrder', 'Order of month and day in dates such as `1/2/2026`.', {
  'month first': '2 January is `1/2`.',
  'day first': '1 February is `1/2`.',
});

export const NumberStyle = enumOf('NumberStyle', 'How a file writes numbers.', {
  point: '`1,234.5`',
  comma: '`1.234,5` or `1 234,5`',
});

const ImportQuestionKind = enumOf('ImportQuestionKind', 'What only a person can say about a file.', {
  layout: 'Which row has the months, and which column the metrics.',
  'date order': 'Whether dates have the month or the day first.',
  year: 'The year of months that are named without one.',
  'number style': 'Whether numbers have decimal points or commas.',
});

const DateReading = builder.objectRef<Question['dates'][number]>('DateReading').implement({
  description: 'The months of a row of dates, read in an order.',
  fields: (t) =>
    exposed(t, {
      order: [DateOrder, 'The order.'],
      months: t.field({
        type: ['Period'],
        description: 'Months of the columns.',
        resolve: ({ months }) => [...months],
      }),
    }),
});

const NumberReading = builder.objectRef<Question['numbers'][number]>('NumberReading').implement({
  description: 'The number of a text, read in a style.',
  fields: (t) =>
    exposed(t, {
      style: [NumberStyle, 'The style.'],
      value: ['Decimal', 'The number.'],
    }),
});

export const ImportQuestion = builder.objectRef<Question>('ImportQuestion').implement({
  description: 'A question about a file; `layout` of the input answers it.',
  fields: (t) =>
    exposed(t, {
      kind: [ImportQuestionKind, 'What it is about.'],
      where: ['String', 'The cell in question, or the sheets.'],
      text: ['String', 'The text in question; empty if it is about the whole file.'],
      message: ['String', 'The question as a sentence.'],
      dates: [[DateReading], 'The possible readings if it is about the order of dates; none if no order helps.'],
      numbers: [[NumberReading], 'The possible readings if it is about the style of numbers.'],
    }),
});
