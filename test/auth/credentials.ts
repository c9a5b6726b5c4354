import { hashSecret, newSecret } from '#src/auth/secret.ts';
import type { Role } from '#src/auth/viewer.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { createApiKey, createOperatorKey, revokeApiKey } from '#src/service/access/api-keys.ts';
import type { Database } from '#src/store/engine/database.ts';
import { insertPerson, saveMembership, saveOperator } from '#src/store/people.ts';
import { deleteSessions, insertSession } from '#src/store/sessions.ts';
import { scopeOn } from '../kit/services.ts';

const HOUR_MS = 3_600_000;

/** A header that says who asks. */
export type Credential = Readonly<Record<string, string>>;

/** A key that is accepted now, of the first organization or an operator. */
export async function keyOf(
  database: Database,
  role: Role | 'operator',
  ended?: 'expired' | 'revoked',
): Promise<Credential> {
  const long = new Date(Date.now() - 2 * HOUR_MS);
  if (role === 'operator')
    return { 'x-api-key': (await createOperatorKey(scopeOn(database, long), { name: role })).key };
  const expiresAt = ended === 'expired' ? new Date(Date.now() - HOUR_MS) : null;
  const { key, apiKey } = await createApiKey(scopeOn(database, long), {
    name: `${role} ${ended}`,
    role,
    expiresAt,
  });
  if (ended === 'revoked') await revokeApiKey(scopeOn(database, long), { id: apiKey.id });
  return { 'x-api-key': key };
}

/** Somebody who is signed in, without the provider: a member of the first organization, or an operator. */
export async function sessionOf(
  database: Database,
  role: Role | 'operator',
  ended?: 'expired' | 'revoked',
): Promise<Credential> {
  const now = Date.now();
  const secret = newSecret();
  const email = `${secret.toLowerCase()}@example.com`;
  await database.transaction(async (tx) => {
    const identity = { issuer: 'https://login.example.com', subject: secret };
    const createdAt = new Date(now - 2 * HOUR_MS);
    const by = { at: createdAt, by: 'tester' };
    const person = await insertPerson(tx, { email, identity, createdAt, createdBy: by.by });
    if (role === 'operator') await saveOperator(tx, person.id, true);
    else await saveMembership(tx, { organizationId: FIRST_ORGANIZATION, personId: person.id, role }, by);
    const id = await insertSession(tx, {
      ...{ secretHash: hashSecret(secret), personId: person.id, createdAt },
      expiresAt: new Date(ended === 'expired' ? now - HOUR_MS : now + HOUR_MS),
      ...{ address: null, directoryRole: null, providerSession: null },
    });
    if (ended === 'revoked') await deleteSessions(tx, { id });
  });
  return { cookie: `qbr_session=${secret}` };
}
