import { builder } from '#src/graphql/builder.ts';
import type { listFindings } from '#src/service/findings/list.ts';

type StoredFinding = Awaited<ReturnType<typeof listFindings>>['items'][number];

export const FindingKind = builder.enumType('FindingKind', {
  description: 'Which rule found it.',
  values: {
    SUSPICIOUS_ZERO: { value: 'suspicious_zero', description: 'A count or number of hours was collected as 0.' },
    LARGE_CHANGE: { value: 'large_change', description: 'More than 50 % away from the month before.' },
    DRIFT: { value: 'drift', description: 'A frozen or closed month would now be collected differently.' },
    DIFFERS_FROM_FORMULA: {
      value: 'differs_from_formula',
      description: 'A calculated metric was entered by hand and is not what its formula gives.',
    },
  } as const,
});

export const Finding = builder.objectRef<StoredFinding>('Finding').implement({
  description: 'Something about a month’s value that a person should look at. The value itself is stored and counts.',
  fields: (t) => ({
    id: t.exposeInt('id', { description: 'Its number, for acknowledging it.' }),
    kind: t.expose('kind', { type: FindingKind, description: 'Which rule found it.' }),
    period: t.field({ type: 'Period', description: 'The month of the value.', resolve: ({ month }) => month }),
    metric: t.exposeString('metric', { description: 'Key of the metric.' }),
    message: t.exposeString('message', { description: 'What was found, in a sentence with the values.' }),
    value: t.expose('value', {
      type: 'Decimal',
      description: 'The value it is about; for drift, what would now be collected.',
    }),
    previousValue: t.expose('previousValue', {
      type: 'Decimal',
      nullable: true,
      description:
        'What the value was compared with: the month before, the value kept, or what the formula gives. Null where with nothing.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was first found.' }),
    resolvedAt: t.expose('resolvedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it stopped being true, because the value was replaced; null while it holds.',
    }),
    acknowledgedAt: t.expose('acknowledgedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When somebody said that the value is right; null while nobody has.',
    }),
    acknowledgedBy: t.exposeString('acknowledgedBy', {
      nullable: true,
      description: 'Who said so; null while nobody has.',
    }),
    note: t.exposeString('note', { nullable: true, description: 'Why they said so; null where they did not say.' }),
  }),
});
