import type { Database } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';

type Prisma = Database['prisma'];
type Find = (asked: { readonly where: object }) => Promise<unknown>;

/**
 * The client by which Pothos reads what belongs to a row that it already has: by the row's key, whose organization it reads within. Each
 * row by a statement of its own, because those of one moment may be of several organizations.
 */
export function relatedRows(prisma: Prisma): Prisma {
  return new Proxy(prisma, {
    get(client, model) {
      const delegate: unknown = Reflect.get(client, model);
      return typeof delegate === 'object' && delegate !== null ? related(delegate) : delegate;
    },
  });
}

function related(delegate: object): object {
  return new Proxy(delegate, {
    get(target, name) {
      if (name === 'findUniqueOrThrow') return findWithin(Reflect.get(target, 'findFirstOrThrow') as Find);
      if (name === 'findUnique') return findWithin(Reflect.get(target, 'findFirst') as Find);
      return Reflect.get(target, name) as unknown;
    },
  });
}

/** @param find by columns instead of by the name of a key */
function findWithin(find: Find): Find {
  return ({ where, ...asked }) => {
    const [key] = Object.values(where) as unknown[];
    const columns = (typeof key === 'object' && key !== null ? key : where) as { readonly organizationId?: number };
    const { organizationId } = columns;
    if (organizationId === undefined) return find({ ...asked, where: columns });
    return withinOrganization(organizationId, () => find({ ...asked, where: columns }));
  };
}
