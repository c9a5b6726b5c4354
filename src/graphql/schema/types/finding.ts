import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import type { StoredFinding } from '#src/service/findings/list.ts';

export const FindingKind = enumOf('FindingKind', 'Rule that raises a finding.', {
  suspicious_zero: 'A collected count or number of hours is 0.',
  large_change: 'The value differs by more than 50 % from the month before.',
  drift: 'The vendor’s current value for a frozen or closed month differs from the stored one.',
  unmapped_account: 'The books have an account with money that is in no list of the account mapping.',
  mapping_conflict: 'Two lists of the account mapping take one account, so that the month’s values were kept.',
  differs_from_formula: 'A calculated metric was entered by hand and differs from the result of its formula.',
});

export const Finding = builder.objectRef<StoredFinding>('Finding').implement({
  description: 'A suspicious monthly value that a person should review. The value is stored and used nevertheless.',
  fields: (t) =>
    exposed(t, {
      id: ['Int', 'ID of the finding, for `acknowledgeFinding`.'],
      kind: [FindingKind, 'Rule that raised it.'],
      period: t.field({ type: 'Period', description: 'The month of the value.', resolve: ({ month }) => month }),
      metric: ['String', 'Key of the metric.'],
      message: ['String', 'The finding, in a sentence with the values.'],
      value: ['Decimal', 'The suspicious value; for drift, the vendor’s current value.'],
      previousValue: [
        nullable('Decimal'),
        'The value it was compared with: that of the month before, the stored value, or the formula’s result. Null if it was not compared.',
      ],
      createdAt: ['DateTime', 'When it was first found.'],
      resolvedAt: [
        nullable('DateTime'),
        'When it was resolved, because the value was replaced; null while unresolved.',
      ],
      acknowledgedAt: [nullable('DateTime'), 'When somebody confirmed that the value is right; null until then.'],
      acknowledgedBy: [nullable('String'), 'Who confirmed it; null until then.'],
      note: [nullable('String'), 'Why the value is right; null if no note was given.'],
    }),
});
