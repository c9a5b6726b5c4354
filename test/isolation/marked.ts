import { accessBy, type Viewer } from '#src/auth/viewer.ts';
import { Decimal } from '#src/core/number.ts';
import type { Memberships, Role } from '#src/core/role.ts';
import { createOrganization } from '#src/service/organizations/manage.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import type { Database } from '#src/store/engine/database.ts';
import { scopeOn } from '../kit/services.ts';

export const NOW = new Date('2026-07-10T14:00:00Z');
/** There is no such organization. */
export const ABSENT = 98_765;
/** No other number in an answer has these digits. */
const BEFORE_OTHER = 54_320;
/** What only the other organization has. */
export const MARK = '8800112.09';
export const MARKED_NAME = 'Marked Organization';

/** A program that belongs to some organizations. */
export function member(memberships: Readonly<Record<number, Role>>, isOperator = false): Viewer {
  const roles: Memberships = new Map(Object.entries(memberships).map(([id, role]) => [Number(id), role]));
  const who = { kind: 'key', id: 'key:1', name: 'API key test', isLocal: false, session: null, address: null } as const;
  return { ...who, ...accessBy(roles, isOperator) };
}

/** Makes another organization with marked values. @returns its id */
export async function enterMarked(database: Database): Promise<number> {
  await database.prisma
    .$executeRaw`SELECT setval(pg_get_serial_sequence('organization', 'id'), ${BEFORE_OTHER}::bigint)`;
  const { id } = await createOrganization(scopeOn(database, NOW), { name: MARKED_NAME, timeZone: 'Asia/Tokyo' });
  for (const period of ['2026-04', '2026-05', '2026-06']) {
    const entries = [{ metric: 'mrr', value: new Decimal(MARK), notes: MARKED_NAME }];
    await enterMetrics(scopeOn(database, NOW, id), { period, entries });
  }
  return id;
}
