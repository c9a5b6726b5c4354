import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import {
  createReadiness,
  type MetricRestatement,
  type Readiness,
  type SettledMetric,
} from '#src/service/report/readiness.ts';
import type { Blocker } from '#src/service/report/readiness-blockers.ts';
import { MetricDefinition } from './metric-definition.ts';
import { PeriodReport } from './period-report.ts';

const ReadinessBlockerKind = enumOf('ReadinessBlockerKind', 'Why a period is not ready to be presented.', {
  running: 'It has not ended.',
  'inputs missing': 'Inputs of a month are missing.',
  'findings open': 'Findings are not acknowledged.',
  'not tied': 'A collected value differs from what the vendor has now, or was not compared with it.',
  'not collected': 'A vendor has not been collected since the period’s end.',
  'books not closed': 'Values are from QuickBooks, and neither QuickBooks nor an admin here has closed the month.',
});

const ReadinessBlocker = builder.objectRef<Blocker>('ReadinessBlocker').implement({
  description: 'A reason why a period is not ready to be presented.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ReadinessBlockerKind, description: 'Kind of reason.' }),
    message: t.exposeString('message', { description: 'The reason, in a sentence.' }),
  }),
});

const SettledValue = builder.objectRef<SettledMetric>('SettledValue').implement({
  description: 'How a metric of an ended period has moved since the first collection after its end.',
  fields: (t) => ({
    metric: t.field({ type: MetricDefinition, description: 'The metric.', resolve: ({ definition }) => definition }),
    firstValue: t.field({
      type: 'Decimal',
      nullable: true,
      description:
        'As the first collection after the end left it; if it was absent then, as it first appeared; null if it never did.',
      resolve: ({ first }) => first,
    }),
    valueNow: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The stored value; null if it is absent.',
      resolve: ({ now }) => now,
    }),
    changes: t.exposeInt('changes', { description: 'How often it changed since; of a quarter, its months together.' }),
    lastChangedAt: t.expose('lastChangedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last changed; null if it never did.',
    }),
  }),
});

const TypicalRestatement = builder.objectRef<MetricRestatement>('TypicalRestatement').implement({
  description:
    'How much a metric moved between the first collection after a month’s end and now, over the last 12 ended months.',
  fields: (t) => ({
    metric: t.field({ type: MetricDefinition, description: 'The metric.', resolve: ({ definition }) => definition }),
    medianPct: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'What half of the months did not exceed, as a fraction of the first value: 0.0125 is 1.25 %.',
      resolve: ({ median }) => median,
    }),
    p90Pct: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'What nine of ten months did not exceed, as a fraction of the first value.',
      resolve: ({ p90 }) => p90,
    }),
    months: t.exposeInt('months', { description: 'How many months that is of.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why the numbers are absent: too few months; null if they are not.',
    }),
  }),
});

const ReadinessType = builder.objectRef<Readiness>('Readiness').implement({
  description: 'How far a period can still move.',
  fields: (t) => ({
    ready: t.boolean({
      description: 'Whether nothing stands against presenting it: there are no blockers.',
      resolve: async ({ blockers }) => (await blockers()).length === 0,
    }),
    blockers: t.field({
      type: [ReadinessBlocker],
      description: 'Why it is not ready; empty if it is.',
      resolve: ({ blockers }) => blockers(),
    }),
    settled: t.field({
      type: [SettledValue],
      description:
        'How its metrics have moved since they were first collected after its end; empty until it has ended.',
      resolve: ({ settled }) => settled(),
    }),
    typicalRestatement: t.field({
      type: [TypicalRestatement],
      description: 'How much metrics typically moved after a month’s end.',
      resolve: ({ typicalRestatement }) => typicalRestatement(),
    }),
  }),
});

builder.objectField(PeriodReport, 'readiness', (t) =>
  t.field({
    type: ReadinessType,
    description: 'Whether the period is ready to be presented, and how far its values can still move.',
    resolve: ({ report, period }, _args, { preventCaching }) => {
      // Periods end without a change.
      preventCaching();
      return createReadiness(report, period);
    },
  }),
);
