import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { authorize, isPermitted, type Permission } from '#src/auth/permissions.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Period } from '#src/core/period.ts';
import { relatedRows } from '#src/service/related-rows.ts';
import type PrismaTypes from '#src/store/generated/pothos.ts';
import { getDatamodel } from '#src/store/generated/pothos.ts';
import type { GraphqlContext } from './context.ts';
import type { UploadedFile } from './guards/multipart.ts';

/** Access of a field of Query, Mutation or Subscription; `schema.ts` rejects a field that declares none. */
interface AccessScopes {
  /** Includes unauthenticated callers. */
  readonly everyone: true;
  /** Callers with this permission (auth/permissions.ts). */
  readonly permission: Permission;
  /** These, and operators: what one of them may not see of an organization is answered as if the organization did not exist. */
  readonly permissionOrOperator: Permission;
}

/** The schema builder. Fields, lists and their members are non-null unless declared otherwise. */
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
    Upload: { Input: UploadedFile; Output: never };
  };
}>({
  // Access first: no other plugin does work for a field that the caller may not read.
  plugins: [ScopeAuthPlugin, ErrorsPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    // A caller without the permission must not hold a connection open.
    authorizeOnSubscribe: true,
    authScopes: (context) => ({
      everyone: true,
      // Synchronous if permitted: a promise for every field would cost more than the check.
      permission: (permission) => isPermitted(context.viewer, permission) || refuse(context, permission),
      permissionOrOperator: (permission) =>
        isPermitted(context.viewer, permission) || context.viewer.isOperator || refuse(context, permission),
    }),
  },
  prisma: {
    client: (context) => relatedRows(context.services.database.prisma),
    dmmf: getDatamodel(),
    exposeDescriptions: false,
    onUnusedQuery: 'error',
  },
  relay: {
    cursorType: 'String',
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    edgesFieldOptions: { nullable: false, description: 'The items of this page, in order.' },
    nodeFieldOptions: { nullable: false, description: 'The item.' },
    cursorFieldOptions: { description: 'Cursor of the item; pass it as `after` to get the items that follow.' },
    pageInfoTypeOptions: { description: 'Position of a page in its list.' },
    pageInfoFieldOptions: { description: 'Whether there are more items, and the cursors to get them.' },
    hasNextPageFieldOptions: { description: 'Whether more items follow this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether the page was requested with `after`.' },
    startCursorFieldOptions: { description: 'Cursor of the first item; null for an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last item, for the next `after`; null for an empty page.' },
  },
});

async function refuse({ viewer, services }: GraphqlContext, permission: Permission): Promise<false> {
  await authorize(viewer, permission, services.refusals);
  return false;
}
