import type { GraphQLResolveInfo } from 'graphql';
import type { Period } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { GraphqlContext } from '#src/graphql/context.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { loadReached, wantedBelow } from '#src/graphql/reached-periods.ts';
import { defaultSlug, type ManagedOrganization } from '#src/service/organizations/manage.ts';
import { findOrganization, type StoredOrganization } from '#src/service/organizations/reported.ts';
import { latestMonth, latestQuarter, listPeriods } from '#src/service/report/periods.ts';
import type { Report } from '#src/service/report/report.ts';
import { PeriodReport } from './period-report.ts';
import { Threshold } from './threshold.ts';
import { PeriodKind } from './vocabulary.ts';

export const Organization = builder.objectRef<StoredOrganization>('Organization');

/** What is managed of an organization; undefined where it has just been removed by another program. */
function managed(organization: StoredOrganization, { services }: GraphqlContext): ManagedOrganization | undefined {
  return 'slug' in organization ? (organization as ManagedOrganization) : services.organizations.find(organization.id);
}

Organization.implement({
  description: 'A company with its business review.',
  fields: (t) =>
    exposed(t, {
      id: ['Int', 'ID of the organization; the first one is 1.'],
      name: ['String', 'Name as shown in reports.'],
      slug: t.string({
        description: 'Its name in commands: lower-case letters, digits and hyphens.',
        resolve: (organization, _args, context) => managed(organization, context)?.slug ?? defaultSlug(organization.id),
      }),
      timeZone: t.string({
        description: 'Where its months begin and end: an IANA name such as `America/Chicago`.',
        resolve: (organization, _args, context) =>
          managed(organization, context)?.timeZone ?? context.services.organizations.timeZone,
      }),
      currency: t.string({
        nullable: true,
        description: 'Currency of its books by ISO 4217; null for the installation’s.',
        resolve: (organization, _args, context) => managed(organization, context)?.currency ?? null,
      }),
      locale: t.string({
        nullable: true,
        description: 'Language and region of its people by BCP 47; null for the installation’s.',
        resolve: (organization, _args, context) => managed(organization, context)?.locale ?? null,
      }),
      archivedAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Since when it can only be read; null while it is active.',
        resolve: (organization, _args, context) => managed(organization, context)?.archivedAt ?? null,
      }),
      latestMonth: t.field({
        type: PeriodReport,
        nullable: true,
        description: 'The newest month that has a value, often the running one; null if there are no values.',
        resolve: ({ id }, _args, context, info) => reportOf(context.report(id), latestMonth, info),
      }),
      latestQuarter: t.field({
        type: PeriodReport,
        nullable: true,
        description: 'The quarter of the newest month that has a value; null if there are no values.',
        resolve: ({ id }, _args, context, info) => reportOf(context.report(id), latestQuarter, info),
      }),
      period: t.field({
        type: PeriodReport,
        description: 'Any month or quarter, with or without data.',
        args: { key: t.arg({ type: 'Period', required: true, description: '`"2025-01"` or `"2025-Q1"`.' }) },
        resolve: async ({ id }, { key }, context, info) => {
          const report = context.report(id);
          await loadReached(report, [key], info);
          return { report, period: key };
        },
      }),
      periods: t.field({
        type: [PeriodReport],
        description:
          'Months or quarters, oldest first: those with data or, with `from` and `to`, all between them, at most 600.',
        args: {
          kind: t.arg({ type: PeriodKind, required: true, defaultValue: 'MONTH', description: 'Months or quarters.' }),
          from: t.arg({
            type: 'Period',
            description:
              'First period. For months, a quarter means its first month; for quarters, a month means its quarter.',
          }),
          to: t.arg({
            type: 'Period',
            description:
              'Last period. For months, a quarter means its last month; for quarters, a month means its quarter.',
          }),
          last: t.arg.int({ description: 'Only the newest periods, at most this many.' }),
        },
        resolve: async ({ id }, { kind, from, to, last }, context, info) => {
          const report = context.report(id);
          const periods = await listPeriods(report, { kind, from: from ?? null, to: to ?? null, last: last ?? null });
          await loadReached(report, periods, info);
          return periods.map((period) => ({ report, period }));
        },
      }),
      thresholds: t.field({
        type: [Threshold],
        description: 'All thresholds, ordered by metric.',
        resolve: ({ id }, _args, context) => context.report(id).data.thresholds(),
      }),
    }),
});

/** The report of the period that is found; null if none is. */
async function reportOf(report: Report, find: (report: Report) => Promise<Period | null>, info: GraphQLResolveInfo) {
  const period = await find(report);
  if (period === null) return null;
  await loadReached(report, [period], info);
  return { report, period };
}

builder.queryField('organization', (t) =>
  t.field({
    type: Organization,
    nullable: true,
    authScopes: { permissionOrOperator: 'metrics:read' },
    description: 'The organization with this ID; null if there is none, or the caller does not belong to it.',
    args: { id: t.arg.int({ required: true, defaultValue: 1, description: 'ID of the organization.' }) },
    resolve: (_root, { id }, context, info) => {
      const report = context.reportIfVisible(id);
      return report && findOrganization(report, wantedBelow(info));
    },
  }),
);
