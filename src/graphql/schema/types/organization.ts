import { builder } from '#src/graphql/builder.ts';
import { findOrganization, type StoredOrganization } from '#src/service/organizations.ts';
import { latestMonth, latestQuarter, listPeriods } from '#src/service/report/periods.ts';
import { PeriodReport } from './period-report.ts';
import { Threshold } from './threshold.ts';
import { PeriodKind } from './vocabulary.ts';

export const Organization = builder.objectRef<StoredOrganization>('Organization');

Organization.implement({
  description: 'A company whose business review is kept here.',
  fields: (t) => ({
    id: t.exposeInt('id', { description: 'Its number; the first organization is 1.' }),
    name: t.exposeString('name', { description: 'Its name as shown in reports.' }),
    latestMonth: t.field({
      type: PeriodReport,
      nullable: true,
      description: 'The newest month that has a value, often the running one; null where there is no value at all.',
      resolve: async ({ id }, _args, context) => {
        const report = context.report(id);
        const period = await latestMonth(report);
        return period && { report, period };
      },
    }),
    latestQuarter: t.field({
      type: PeriodReport,
      nullable: true,
      description: 'The quarter of the newest month that has a value; null where there is no value at all.',
      resolve: async ({ id }, _args, context) => {
        const report = context.report(id);
        const period = await latestQuarter(report);
        return period && { report, period };
      },
    }),
    period: t.field({
      type: PeriodReport,
      description: 'Any month or quarter, whether it has data or not.',
      args: { key: t.arg({ type: 'Period', required: true, description: '`"2025-01"` or `"2025-Q1"`.' }) },
      resolve: ({ id }, { key }, context) => ({ report: context.report(id), period: key }),
    }),
    periods: t.field({
      type: [PeriodReport],
      description:
        'Months or quarters, oldest first: those that have data or, with `from` and `to`, every one between, of which there may be 600.',
      args: {
        kind: t.arg({ type: PeriodKind, required: true, defaultValue: 'MONTH', description: 'Months or quarters.' }),
        from: t.arg({
          type: 'Period',
          description:
            'The first one. Where months are listed, a quarter means its first month; else a month means its quarter.',
        }),
        to: t.arg({
          type: 'Period',
          description:
            'The last one. Where months are listed, a quarter means its last month; else a month means its quarter.',
        }),
        last: t.arg.int({ description: 'Only the newest ones of these, so many.' }),
      },
      resolve: async ({ id }, { kind, from, to, last }, context) => {
        const report = context.report(id);
        const periods = await listPeriods(report, { kind, from: from ?? null, to: to ?? null, last: last ?? null });
        return periods.map((period) => ({ report, period }));
      },
    }),
    thresholds: t.field({
      type: [Threshold],
      description: 'All thresholds, by metric.',
      resolve: ({ id }, _args, context) => context.report(id).data.thresholds(),
    }),
  }),
});

builder.queryField('organization', (t) =>
  t.field({
    type: Organization,
    nullable: true,
    authScopes: { permission: 'metrics:read' },
    description: 'The organization of that number; null where there is none.',
    args: { id: t.arg.int({ required: true, defaultValue: 1, description: 'Its number.' }) },
    resolve: (_root, { id }, { scope }) => findOrganization(scope(id)),
  }),
);
