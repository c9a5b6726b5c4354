import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
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
import './schema/finding-connection.ts';
import './schema/attention.ts';

builder.queryType({ description: 'What can be asked. Nothing that is asked changes anything.' });

/** The GraphQL schema, its types and fields in the order in which they are written. */
export const schema: GraphQLSchema = abandonable(builder.toSchema({ sortSchema: false }));
