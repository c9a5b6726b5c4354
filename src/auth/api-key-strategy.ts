import { UnauthenticatedError } from '#src/core/errors.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { findApiKeyByPrefix, type StoredApiKey, saveApiKeyUse } from '#src/store/api-keys.ts';
import { appendAudit } from '#src/store/audit.ts';
import { acrossOrganizations, withinOrganization } from '#src/store/engine/organization-context.ts';
import { apiKeyState, prefixOfApiKey } from './api-key.ts';
import { auditOrigin } from './audit-origin.ts';
import type { AuthenticatorSettings } from './credentials.ts';
import type { KnownCredentials } from './known-credentials.ts';
import { hashSecret, isSameHash } from './secret.ts';
import { accessBy, type Viewer } from './viewer.ts';

type Settings = Pick<AuthenticatorSettings, 'database' | 'clock' | 'refusals'>;

/** The use of a key is stored at most once a minute, so that most reads do not write. */
const NOTED_EVERY_MS = 60_000;
/** The use of a key is audited once an hour, and when its client address changes. */
const AUDITED_EVERY_MS = 3_600_000;
/** Compared if no key has the prefix, so that the response time does not depend on it. */
const NO_HASH = '0'.repeat(64);

/** Authenticates requests by API key. */
export function createApiKeyStrategy(
  settings: Settings,
  known: KnownCredentials,
): (key: string, address: string | null) => Promise<Viewer> {
  const { database, clock } = settings;
  const noteUse = createUseNotes(settings);
  return async (key, address) => {
    const now = clock();
    const hash = hashSecret(key);
    const remembered = known.get(hash);
    if (remembered && (remembered.expiresAt === null || remembered.expiresAt > now)) {
      await noteUse(remembered.viewer, address, now);
      return remembered.viewer;
    }
    const keep = known.begin();
    const prefix = prefixOfApiKey(key);
    const found = prefix === null ? null : await acrossOrganizations(() => findApiKeyByPrefix(database.prisma, prefix));
    const isRight = isSameHash(found?.secretHash ?? NO_HASH, hash);
    if (!found || !isRight) return refuse(settings, { key: null, prefix, reason: 'wrong', address });
    const reason = apiKeyState(found, now);
    if (reason !== 'valid') return refuse(settings, { key: found, prefix, reason, address });
    const viewer = viewerOfKey(found);
    keep(hash, { viewer, expiresAt: found.expiresAt });
    await noteUse(viewer, address, now);
    return viewer;
  };
}

/** The viewer of a key. Its name starts with `API key`, so that no key can pass for a person. */
function viewerOfKey({ id, name, organizationId, role }: StoredApiKey): Viewer {
  const memberships = new Map(organizationId === null || role === null ? [] : [[organizationId, role]]);
  return {
    kind: 'key',
    id: `key:${id}`,
    name: `API key ${name}`,
    ...accessBy(memberships, organizationId === null),
    isLocal: false,
    session: null,
    address: null,
  };
}

interface RefusedKey {
  /** Null if the secret is wrong. */
  readonly key: StoredApiKey | null;
  readonly prefix: string | null;
  readonly reason: 'wrong' | 'revoked' | 'expired';
  readonly address: string | null;
}

async function refuse({ refusals }: Settings, { key, prefix, reason, address }: RefusedKey): Promise<never> {
  const about = key?.id ?? null;
  const organizationId = key?.organizationId ?? FIRST_ORGANIZATION;
  const detail = { key: about, prefix };
  await refusals.note({ action: 'key.refused', organizationId, reason, address, about, detail });
  throw new UnauthenticatedError(reason === 'wrong' ? 'The API key is wrong' : `The API key is ${reason}`);
}

/** Stores and audits the use of keys, at the intervals above. */
function createUseNotes({ database }: Pick<Settings, 'database'>) {
  const noted = new Map<string, number>();
  const audited = new Map<string, { readonly at: number; readonly address: string | null }>();
  return async (viewer: Viewer, address: string | null, at: Date): Promise<void> => {
    const { id, name } = viewer;
    const now = at.getTime();
    if (now - (noted.get(id) ?? 0) < NOTED_EVERY_MS) return;
    noted.set(id, now);
    const key = Number(id.slice('key:'.length));
    const unlessSince = new Date(now - NOTED_EVERY_MS);
    await acrossOrganizations(() => saveApiKeyUse(database.prisma, key, { at, from: address, unlessSince }));
    const last = audited.get(id);
    if (last && last.address === address && now - last.at < AUDITED_EVERY_MS) return;
    audited.set(id, { at: now, address });
    const origin = auditOrigin({ ...viewer, address });
    const entry = { at, actor: name, origin, action: 'key.used', detail: { key } } as const;
    const [organizationId = FIRST_ORGANIZATION] = viewer.memberships?.keys() ?? [];
    await withinOrganization(organizationId, () =>
      database.transaction((tx) => appendAudit(tx, organizationId, entry)),
    );
  };
}
