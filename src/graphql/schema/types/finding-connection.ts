import { builder } from '#src/graphql/builder.ts';
import { connectionOf, PAGE_ARGUMENTS, pageRequest, toConnection } from '#src/graphql/connection.ts';
import { type FindingQuery, listFindings } from '#src/service/findings/list.ts';
import { Finding, FindingKind } from './finding.ts';
import { Organization } from './organization.ts';

const FindingConnection = connectionOf(Finding, 'Finding', { one: 'A finding', many: 'findings' });

builder.objectField(Organization, 'findings', (t) =>
  t.field({
    type: FindingConnection,
    description: 'Findings, newest first; unresolved ones unless `includeResolved` is true.',
    args: {
      ...PAGE_ARGUMENTS,
      acknowledged: t.arg.boolean({
        description: 'True for acknowledged findings only, false for unacknowledged ones only.',
      }),
      kinds: t.arg({ type: [FindingKind], description: 'Only findings of these rules.' }),
      period: t.arg({ type: 'Period', description: 'Only findings of this month, or of the months of this quarter.' }),
      metric: t.arg.string({ description: 'Only findings about this metric; key or label.' }),
      includeResolved: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'Include resolved findings.',
      }),
    },
    resolve: async ({ id }, args, { scope }) => {
      const query: FindingQuery = {
        ...pageRequest('finding', args),
        acknowledged: args.acknowledged ?? null,
        includeResolved: args.includeResolved,
        kinds: args.kinds ?? null,
        period: args.period ?? null,
        metric: args.metric ?? null,
      };
      return toConnection('finding', query, await listFindings(scope(id), query));
    },
  }),
);
