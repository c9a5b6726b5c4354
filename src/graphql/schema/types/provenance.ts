import { builder } from '#src/graphql/builder.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { provenanceOf, type ReportedProvenance } from '#src/service/report/provenance.ts';
import { requireVendor } from '#src/service/vendors.ts';
import { CollectionRun } from './collection-run.ts';
import { MetricValue } from './metric-value.ts';
import { Vendor } from './vendor.ts';

const Exclusion = builder.objectRef<ReportedProvenance['exclusions'][number]>('Exclusion').implement({
  description: 'Rows that were read and excluded from a collected value.',
  fields: (t) =>
    exposed(t, {
      rule: ['String', 'Reason for the exclusion: `spares`, `on other boards`.'],
      count: ['Int', 'Number of excluded rows.'],
    }),
});

const Provenance = builder.objectRef<ReportedProvenance & { readonly organizationId: number }>('Provenance').implement({
  description: 'Origin of a collected value: the vendor, the run, the filter and the number of rows.',
  fields: (t) =>
    exposed(t, {
      vendor: t.field({
        type: Vendor,
        description: 'The vendor whose system was read.',
        resolve: ({ vendorId }, _args, { vendorIds }) => requireVendor(vendorIds, vendorId),
      }),
      run: t.field({
        type: CollectionRun,
        description: 'The collection that last stored or confirmed the value.',
        resolve: ({ organizationId, run }) => ({ ...run, organizationId }),
      }),
      filter: [
        'String',
        'What was counted, in words: `Parent tickets on the board "Help Desk", any status, by date entered`.',
      ],
      start: ['DateTime', 'The first instant of the month in the time zone of the collection.'],
      end: ['DateTime', 'The first instant after the month.'],
      rowsCounted: ['Int', 'Number of rows in the value.'],
      exclusions: [
        [Exclusion],
        'Rows that were read and excluded, by rule; empty if none were, and for tickets, which the vendor’s server counts.',
      ],
      snapshotDate: [
        nullable('String'),
        'Local date, `YYYY-MM-DD`, of the device snapshot that was counted; null for values counted over the whole month.',
      ],
    }),
});

builder.objectField(MetricValue, 'provenance', (t) =>
  t.field({
    type: Provenance,
    nullable: true,
    description:
      'Origin of a month’s collected value; null for any other value, and for one collected before origins were recorded.',
    resolve: async ({ report, value }) => {
      const provenance = await provenanceOf(report, value);
      return provenance && { ...provenance, organizationId: report.data.organizationId };
    },
  }),
);
