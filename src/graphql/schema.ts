import type { GraphQLSchema } from 'graphql';
import { abandonable } from '#src/graphql/guards/deadline.ts';
import { builder } from './builder.ts';
import { withDeclaredAccess } from './declared-access.ts';
import { withPlainProperties } from './plain-properties.ts';
import '#src/graphql/schema/types/scalar.ts';
import '#src/graphql/schema/types/viewer.ts';
import '#src/graphql/schema/types/organization.ts';
import '#src/graphql/schema/types/organization-connection.ts';
import '#src/graphql/schema/types/metric-definition.ts';
import '#src/graphql/schema/types/smart-number-definition.ts';
import '#src/graphql/schema/types/metric-series.ts';
import '#src/graphql/schema/types/smart-number-series.ts';
import '#src/graphql/schema/types/year-csv.ts';
import '#src/graphql/schema/types/collection-status.ts';
import '#src/graphql/schema/types/collection-run.ts';
import '#src/graphql/schema/types/collection-progress.ts';
import '#src/graphql/schema/types/validation.ts';
import '#src/graphql/schema/types/finding-connection.ts';
import '#src/graphql/schema/types/attention.ts';
import '#src/graphql/schema/types/error.ts';
import '#src/graphql/schema/mutations/values.ts';
import '#src/graphql/schema/mutations/thresholds.ts';
import '#src/graphql/schema/mutations/findings.ts';
import '#src/graphql/schema/mutations/collection.ts';
import '#src/graphql/schema/types/closing-proposal.ts';
import '#src/graphql/schema/types/readiness.ts';
import '#src/graphql/schema/mutations/periods.ts';
import '#src/graphql/schema/mutations/closing-proposals.ts';
import '#src/graphql/schema/types/books.ts';
import '#src/graphql/schema/mutations/books.ts';
import '#src/graphql/schema/mutations/account-mapping.ts';
import '#src/graphql/schema/mutations/import-books.ts';
import '#src/graphql/schema/types/import.ts';
import '#src/graphql/schema/mutations/imports.ts';
import '#src/graphql/schema/types/provenance.ts';
import '#src/graphql/schema/types/tie-out.ts';
import '#src/graphql/schema/types/setting.ts';
import '#src/graphql/schema/mutations/settings.ts';
import '#src/graphql/schema/types/person.ts';
import '#src/graphql/schema/mutations/organizations.ts';
import '#src/graphql/schema/mutations/people.ts';
import '#src/graphql/schema/types/session.ts';
import '#src/graphql/schema/mutations/sessions.ts';
import '#src/graphql/schema/types/api-key.ts';
import '#src/graphql/schema/mutations/api-keys.ts';
import '#src/graphql/schema/types/operator.ts';
import '#src/graphql/schema/mutations/operators.ts';
import '#src/graphql/schema/types/audit-entry.ts';
import '#src/graphql/schema/types/presentation.ts';
import '#src/graphql/schema/mutations/presentations.ts';
import '#src/graphql/schema/types/benchmark.ts';
import '#src/graphql/schema/mutations/benchmarks.ts';

builder.queryType({ description: 'Read operations. They change nothing.' });
builder.mutationType({
  description:
    'Write operations. Each returns its success, from which all recalculated values can be selected, or an expected error, in which case nothing was changed.',
});
builder.subscriptionType({
  description: 'Live updates as server-sent events: request them with `Accept: text/event-stream`, by POST or GET.',
});

/** The GraphQL schema, with types and fields in source order. */
export const schema: GraphQLSchema = abandonable(
  withPlainProperties(withDeclaredAccess(builder.toSchema({ sortSchema: false }))),
);
