import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { authorize, isPermitted, type Permission } from '#src/auth/permissions.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Period } from '#src/core/period.ts';
import type PrismaTypes from '#src/store/generated/pothos.ts';
import { getDatamodel } from '#src/store/generated/pothos.ts';
import type { GraphqlContext } from './context.ts';

/** What a field of Query, Mutation or Subscription says of who may ask for it; `schema.ts` refuses one that says nothing. */
interface AccessScopes {
  /** Also whoever is not signed in. */
  readonly everyone: true;
  /** Whoever may do this, as the one permission table says. */
  readonly permission: Permission;
}

/** What the schema is built from. Fields are non-null unless they say otherwise; so are lists and their members. */
export const builder = new SchemaBuilder<{
  Context: GraphqlContext;
  AuthScopes: AccessScopes;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    Decimal: { Input: Decimal; Output: Decimal };
    JSON: { Input: never; Output: unknown };
    Period: { Input: Period; Output: Period };
  };
}>({
  // First, so that nothing is done for a field before it is known whether it may be asked for.
  plugins: [ScopeAuthPlugin, ErrorsPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    // Who may not follow something must not hold a connection that waits for it.
    authorizeOnSubscribe: true,
    authScopes: (context) => ({
      everyone: true,
      // At once where it may be had: a promise for every such field would cost more than the question.
      permission: (permission) => isPermitted(context.viewer, permission) || refuse(context, permission),
    }),
  },
  prisma: {
    client: (context) => context.services.database.prisma,
    dmmf: getDatamodel(),
    exposeDescriptions: false,
    onUnusedQuery: 'error',
  },
  relay: {
    cursorType: 'String',
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    edgesFieldOptions: { nullable: false, description: 'The members of this page, in order.' },
    nodeFieldOptions: { nullable: false, description: 'The member itself.' },
    cursorFieldOptions: { description: 'Where this member stands: pass it as `after` to go on behind it.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    pageInfoFieldOptions: { description: 'Whether there is more, and how to get it.' },
    hasNextPageFieldOptions: { description: 'Whether the list goes on behind this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether this page was asked for with `after`.' },
    startCursorFieldOptions: { description: 'Cursor of the first member; null for an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last member, for the next `after`; null for an empty page.' },
  },
});

async function refuse({ viewer, services }: GraphqlContext, permission: Permission): Promise<false> {
  await authorize(viewer, permission, services.refusals);
  return false;
}
