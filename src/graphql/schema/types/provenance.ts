import { builder } from '#src/graphql/builder.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { evidenceOf } from '#src/service/report/evidence.ts';
import { provenanceOf, type ReportedProvenance } from '#src/service/report/provenance.ts';
import type { MetricReport } from '#src/service/report/report.ts';
import { requireVendor } from '#src/service/vendors.ts';
import { ChangedTransaction } from './changed-transaction.ts';
import { CollectionRun } from './collection-run.ts';
import { Evidence } from './evidence.ts';
import { MetricValue } from './metric-value.ts';
import { StatementBasis, StatementLine, StatementSource } from './statement.ts';
import { Vendor } from './vendor.ts';

const Exclusion = builder.objectRef<ReportedProvenance['exclusions'][number]>('Exclusion').implement({
  description: 'Rows that were read and excluded from a collected value.',
  fields: (t) =>
    exposed(t, {
      rule: ['String', 'Reason for the exclusion: `spares`, `on other boards`.'],
      count: ['Int', 'Number of excluded rows.'],
    }),
});

const ProvenanceStatement = builder
  .objectRef<NonNullable<ReportedProvenance['statement']>>('ProvenanceStatement')
  .implement({
    description: 'The profit and loss statement that a value is from, and the accounts that it is the sum of.',
    fields: (t) =>
      exposed(t, {
        version: ['Int', 'Number of the statement within its month.'],
        basis: [nullable(StatementBasis), 'Accounting basis; null if the source does not name it.'],
        source: [StatementSource, 'The way in.'],
        readAt: ['DateTime', 'When this version was first read.'],
        mappingVersion: ['Int', 'Version of the mapping of accounts.'],
        lines: [[StatementLine], 'The accounts whose sum the value is, in the order of the statement.'],
        changedTransactions: [
          [ChangedTransaction],
          'What QuickBooks names behind the newest difference in the month, without those on accounts of other values; empty if it names nothing or was not asked. The newest statement may be a later one than that of the value, which a closed month keeps.',
        ],
      }),
  });

/** A provenance with the value that it is of. */
type ProvenanceOfValue = ReportedProvenance & { readonly organizationId: number; readonly of: MetricReport };

const Provenance = builder.objectRef<ProvenanceOfValue>('Provenance').implement({
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
        nullable: true,
        description:
          'The collection that last stored or confirmed the value; for a value of the books, the one that read the statement. Null if the statement was imported from a file.',
        resolve: ({ organizationId, run }) => run && { ...run, organizationId },
      }),
      statement: [
        nullable(ProvenanceStatement),
        'The statement that a value of the books is from, with its accounts; null for values of other vendors.',
      ],
      filter: [
        'String',
        'What was counted, in words: `Parent tickets on the board "Help Desk", any status, by date entered`.',
      ],
      start: ['DateTime', 'The first instant of the month in the time zone of the collection.'],
      end: ['DateTime', 'The first instant after the month.'],
      rowsCounted: ['Int', 'Number of rows in the value.'],
      exclusions: [[Exclusion], 'Rows that were read and excluded, by rule; empty if none were.'],
      evidence: t.field({
        type: Evidence,
        nullable: true,
        description: 'The rows that the value was counted from; null if it was collected before rows were stored.',
        resolve: (provenance) => evidenceOf(provenance.of, provenance),
      }),
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
    resolve: async (value) => {
      const provenance = await provenanceOf(value);
      return provenance && { ...provenance, organizationId: value.report.data.organizationId, of: value };
    },
  }),
);
