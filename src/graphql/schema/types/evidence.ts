import { builder } from '#src/graphql/builder.ts';
import { connectionOf, PAGE_ARGUMENTS, pageRequest, toConnection } from '#src/graphql/connection.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { evidenceRows, type ReportedEvidence, type ReportedRow } from '#src/service/report/evidence.ts';
import { pageOfTicket } from '#src/service/report/tie-out.ts';

const EvidenceRow = builder.objectRef<ReportedRow>('EvidenceRow').implement({
  description: 'A row of a vendor that a value was counted from, or a device that a rule left out.',
  fields: (t) =>
    exposed(t, {
      id: ['String', 'The vendor’s ID of the ticket, time entry or device; of the books the account.'],
      amount: [nullable('Decimal'), 'Hours of a time entry, dollars of an account; null where a row counts as one.'],
      name: [nullable('String'), 'Name of a device; null for other rows.'],
      leftOutBy: [nullable('String'), 'The rule that left a device out: `spare`. Null for a row that counts.'],
      url: t.string({
        nullable: true,
        description: 'Page of a ticket in ConnectWise; null for other rows, and where ConnectWise is not configured.',
        resolve: ({ metric, id }, _args, { services }) => pageOfTicket(services.config.connectwise, metric, Number(id)),
      }),
    }),
});

const EvidenceRowConnection = connectionOf(EvidenceRow, 'EvidenceRow', {
  one: 'A row',
  many: 'rows',
  order: 'in order of their ID; of the books in the order of the statement',
});

export const Evidence = builder.objectRef<ReportedEvidence>('Evidence').implement({
  description: 'The rows that a collected value was counted from.',
  fields: (t) =>
    exposed(t, {
      rowCount: ['Int', 'How many rows count.'],
      digest: [
        'String',
        'SHA-256 over the rows as canonical JSON, `[[88121,"0.75"],…]` in order of ID; of the books over the whole statement, of devices over the snapshot.',
      ],
      version: ['Int', 'Number of the version: another one for each change of the rows.'],
      storedAt: ['DateTime', 'When this version was first read.'],
      rows: t.field({
        type: EvidenceRowConnection,
        description:
          'The rows; of devices also those that a rule left out. At most 1,000 a page, 100 if `first` is omitted.',
        args: PAGE_ARGUMENTS,
        resolve: async (evidence, args, { services }) => {
          const page = pageRequest('row', args);
          const { devices } = await services.rulesOf(evidence.organizationId);
          const { items, hasMore } = await evidenceRows(evidence, page, devices);
          const positioned = items.map((row) => ({ id: row.position, row }));
          const { edges, pageInfo } = toConnection('row', page, { items: positioned, hasMore });
          return { edges: edges.map(({ node, cursor }) => ({ node: node.row, cursor })), pageInfo };
        },
      }),
    }),
});
