import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import { withDeclaredAccess } from './declared-access.ts';
import { abandonable } from './guards/deadline.ts';
import './schema/scalar.ts';
import './schema/viewer.ts';
import './schema/organization.ts';
import './schema/metric-definition.ts';
import './schema/smart-number-definition.ts';
import './schema/metric-series.ts';
import './schema/smart-number-series.ts';
import './schema/collection-status.ts';
import './schema/collection-run.ts';
import './schema/collection-progress.ts';
import './schema/finding-connection.ts';
import './schema/attention.ts';
import './schema/error.ts';
import './schema/enter-metrics.ts';
import './schema/release-metrics.ts';
import './schema/set-threshold.ts';
import './schema/remove-threshold.ts';
import './schema/acknowledge-finding.ts';
import './schema/collect.ts';
import './schema/set-collection-enabled.ts';
import './schema/close-period.ts';
import './schema/reopen-period.ts';
import './schema/provenance.ts';
import './schema/person.ts';
import './schema/invite-person.ts';
import './schema/change-person-role.ts';
import './schema/remove-person.ts';
import './schema/session.ts';
import './schema/revoke-session.ts';
import './schema/api-key.ts';
import './schema/create-api-key.ts';
import './schema/revoke-api-key.ts';
import './schema/audit-entry.ts';

builder.queryType({ description: 'What can be asked. Nothing that is asked changes anything.' });
builder.mutationType({
  description:
    'What can be changed. Each answers with its success, from which everything that was recalculated can be selected, or with an error of its input, and then nothing was changed.',
});
builder.subscriptionType({
  description: 'What can be followed, as server-sent events: ask with `Accept: text/event-stream`, by POST or GET.',
});

/** The GraphQL schema, its types and fields in the order in which they are written. */
export const schema: GraphQLSchema = abandonable(withDeclaredAccess(builder.toSchema({ sortSchema: false })));
