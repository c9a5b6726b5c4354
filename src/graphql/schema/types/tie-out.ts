import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { type PeriodTieOut, pageOfTicket, type TieOutEntry, tieOutOfPeriod } from '#src/service/report/tie-out.ts';
import { vendorOf } from '#src/service/vendors.ts';
import { MetricDefinition } from './metric-definition.ts';
import { PeriodReport } from './period-report.ts';
import { Vendor } from './vendor.ts';

export const TieOutState = enumOf<PeriodTieOut['state']>(
  'TieOutState',
  'Whether values tie to what they are compared with.',
  {
    ties: 'They are equal.',
    differs: 'They are not equal.',
    'not checked': 'They were not compared.',
  },
);

/** A row with the metric that it counts for. */
type OfMetric<Row> = Row & { readonly metricKey: string };
type Row = OfMetric<TieOutEntry['added'][number]>;

const ROW_ID = 'The vendor’s ID of the ticket or time entry.';
const AMOUNT = 'Hours of a time entry; null for a ticket.';
const PAGE = 'Page of a ticket in ConnectWise; null for a time entry, and where ConnectWise is not configured.';

const TieOutRow = builder.objectRef<Row>('TieOutRow').implement({
  description: 'A row that the vendor counts now and that the stored value was not counted from.',
  fields: (t) =>
    exposed(t, {
      id: t.string({ description: ROW_ID, resolve: ({ id }) => String(id) }),
      amount: [nullable('Decimal'), AMOUNT],
      url: t.string({
        nullable: true,
        description: PAGE,
        resolve: ({ metricKey, id }, _args, { services }) => pageOfTicket(services.config.connectwise, metricKey, id),
      }),
    }),
});

const RemovedTieOutRow = builder.objectRef<OfMetric<TieOutEntry['removed'][number]>>('RemovedTieOutRow').implement({
  description: 'A row that the stored value was counted from and that the vendor no longer counts.',
  fields: (t) =>
    exposed(t, {
      id: t.string({ description: ROW_ID, resolve: ({ id }) => String(id) }),
      amount: [nullable('Decimal'), AMOUNT],
      reason: [
        'String',
        '`deleted`, `reopened`, `moved` (to another board), `merged` (into another ticket), or `unknown` where the vendor was not asked or the row still seems to match.',
      ],
      url: t.string({
        nullable: true,
        description: PAGE,
        resolve: ({ metricKey, id }, _args, { services }) => pageOfTicket(services.config.connectwise, metricKey, id),
      }),
    }),
});

const ChangedTieOutRow = builder.objectRef<TieOutEntry['changed'][number]>('ChangedTieOutRow').implement({
  description: 'A row whose amount is another one now.',
  fields: (t) =>
    exposed(t, {
      id: t.string({ description: 'The vendor’s ID of the time entry.', resolve: ({ id }) => String(id) }),
      before: ['Decimal', 'Its hours in the stored value.'],
      after: ['Decimal', 'Its hours now.'],
    }),
});

const TieOutEntryType = builder.objectRef<TieOutEntry>('TieOutEntry').implement({
  description: 'A value of a month beside what its vendor, or the books, say now.',
  fields: (t) =>
    exposed(t, {
      period: t.field({ type: 'Period', description: 'The month.', resolve: ({ month }) => month }),
      metric: [MetricDefinition, 'The metric; net profit for the books.'],
      vendor: t.field({
        type: Vendor,
        description: 'The vendor whose rows were compared.',
        resolve: ({ vendor }, _args, { vendorIds }) => vendorOf(vendorIds, vendor),
      }),
      stored: [nullable('Decimal'), 'The stored value; null if it is absent.'],
      vendorNow: [nullable('Decimal'), 'The value by what the vendor says now; null if it says nothing.'],
      state: [TieOutState, 'Whether they are equal, and counted from the same rows.'],
      reason: [
        nullable('String'),
        'Why they were not compared, or what a difference is that names no rows; null otherwise.',
      ],
      checkedAt: [
        nullable('DateTime'),
        'When they were last compared; null for never, and for the books, which are compared when this is asked.',
      ],
      added: t.field({
        type: [TieOutRow],
        description: 'Rows that the vendor counts now and that the stored value was not counted from.',
        resolve: ({ metric, added }) => added.map((row) => ({ ...row, metricKey: metric.key })),
      }),
      removed: t.field({
        type: [RemovedTieOutRow],
        description: 'Rows of the stored value that the vendor no longer counts, each with the reason.',
        resolve: ({ metric, removed }) => removed.map((row) => ({ ...row, metricKey: metric.key })),
      }),
      changed: [[ChangedTieOutRow], 'Rows whose hours are others now.'],
    }),
});

const TieOut = builder.objectRef<PeriodTieOut>('TieOut').implement({
  description: 'Stored values of a period beside what the vendors and the books say now.',
  fields: (t) =>
    exposed(t, {
      state: [
        TieOutState,
        'DIFFERS if a value does, TIES if all that can be compared do. A value entered by hand, and devices of a past month, cannot be compared.',
      ],
      lastAt: [nullable('DateTime'), 'When a vendor was last compared; null for never.'],
      entries: [[TieOutEntryType], 'Each value that a vendor gives, and net profit where there are books.'],
    }),
});

builder.objectField(PeriodReport, 'tieOut', (t) =>
  t.field({
    type: TieOut,
    description:
      'What the vendors say now against what is stored, compared after every collection; of a quarter, its months.',
    resolve: ({ report, period }) => tieOutOfPeriod(report, period),
  }),
);
