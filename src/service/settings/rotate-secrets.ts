import { createSecretSealer, keyIdOf, SealedSecretError, type SecretSealer } from '#src/auth/sealed-secret.ts';
import { SecretKeyMissingError } from '#src/core/errors.ts';
import { refreshTokenPlace } from '#src/service/books/online-settings.ts';
import { read, type Scope, write } from '#src/service/scope.ts';
import { lockBooksOnline, readBooksOnline, saveRefreshToken } from '#src/store/books-online.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { organizationIds } from '#src/store/organizations.ts';
import { DATA_KEY_COLUMN, readDataKey, rewrapDataKey } from '#src/store/secrets.ts';
import type { InstallationConfig } from './installation-config.ts';
import { HOW_TO_SET_KEY, openSecrets } from './secret-vault.ts';

/** A secret that no configured key opens. */
export interface UnopenedSecret {
  readonly organizationId: number;
  /** Of the setting, or `QuickBooks Online`. */
  readonly name: string;
  /** Why, in sentences that say what to do. */
  readonly problem: string;
}

/** An installation key that is configured, or that something in the database is still sealed with. */
export interface InstallationKeyState {
  readonly id: string;
  readonly isConfigured: boolean;
  /** The newest key seals; all others only open. */
  readonly isNewest: boolean;
  /** How many data keys and tokens are sealed with it. */
  readonly seals: number;
}

/** What is sealed in the database, with which keys. */
export interface SecretsStatus {
  /** Configured keys newest first, then others that something is sealed with. */
  readonly keys: readonly InstallationKeyState[];
  /** Number of stored secrets. */
  readonly secrets: number;
  readonly notOpened: readonly UnopenedSecret[];
}

/** A rotation that has come to its end. */
export interface Rotation {
  /** Data keys that were wrapped anew. */
  readonly dataKeys: number;
  /** Tokens that were sealed anew. */
  readonly tokens: number;
  /** The state afterwards. */
  readonly status: SecretsStatus;
}

/**
 * Seals with the newest installation key what others have sealed: the data key of each organization, and its token of QuickBooks Online. Each
 * organization is a transaction of its own with an audit entry, so that it may be interrupted at any time and run again. What no configured
 * key opens stays as it is.
 * @throws UnauthenticatedError, ForbiddenError; SecretKeyMissingError without an installation key
 */
export async function rotateSecrets(
  scope: Scope,
  config: Pick<InstallationConfig, 'secretKeys'>,
  onOrganization: (organizationId: number) => void = () => undefined,
): Promise<Rotation> {
  if (config.secretKeys.length === 0)
    throw new SecretKeyMissingError(`There is no installation key: ${HOW_TO_SET_KEY}`);
  const sealer = createSecretSealer(config.secretKeys);
  const ids = await read(scope, 'settings:manage', organizationIds);
  let dataKeys = 0;
  let tokens = 0;
  for (const id of ids) {
    const done = await rotateOne({ ...scope, organization: { ...scope.organization, id } }, sealer);
    dataKeys += done.dataKey ? 1 : 0;
    tokens += done.token ? 1 : 0;
    onOrganization(id);
  }
  return { dataKeys, tokens, status: await readSecretsStatus(scope, config) };
}

/** The ids of the keys that were replaced; null for what already has the newest, is not there or does not open. */
interface Rotated {
  readonly dataKey: string | null;
  readonly token: string | null;
}

function rotateOne(scope: Scope, sealer: SecretSealer): Promise<Rotated> {
  return write(scope, { permission: 'settings:manage' }, async (tx) => {
    const done: Rotated = {
      dataKey: await rotateDataKey(tx, scope, sealer),
      token: await rotateToken(tx, scope, sealer),
    };
    if (done.dataKey === null && done.token === null) return { result: done, audit: [] };
    const detail = { key: sealer.keyId, dataKeyWasSealedWith: done.dataKey, tokenWasSealedWith: done.token };
    return { result: done, audit: [{ action: 'secrets.rotated', detail }] };
  });
}

async function rotateDataKey(
  tx: Transaction,
  { organization: { id }, at }: Scope,
  sealer: SecretSealer,
): Promise<string | null> {
  const stored = await readDataKey(tx, id);
  if (!stored) return null;
  const anew = resealed(stored.wrapped, { organizationId: id, column: DATA_KEY_COLUMN }, sealer);
  if (anew === null) return null;
  await rewrapDataKey(tx, id, { wrapped: anew.sealed, at });
  return anew.from;
}

/** Under the lock of its row: a reading of the books may be replacing it. */
async function rotateToken(
  tx: Transaction,
  { organization: { id } }: Scope,
  sealer: SecretSealer,
): Promise<string | null> {
  const token = (await lockBooksOnline(tx, id))?.refreshToken ?? null;
  const anew = token === null ? null : resealed(token, refreshTokenPlace(id), sealer);
  if (anew === null) return null;
  await saveRefreshToken(tx, id, anew.sealed);
  return anew.from;
}

/** The same secret sealed with the newest key; null where it is so already, or no key opens it. */
function resealed(
  sealed: string,
  place: Parameters<SecretSealer['seal']>[1],
  sealer: SecretSealer,
): { readonly sealed: string; readonly from: string } | null {
  const from = keyIdOf(sealed);
  if (from === null || from === sealer.keyId) return null;
  try {
    return { sealed: sealer.seal(sealer.open(sealed, place), place), from };
  } catch (error) {
    if (error instanceof SealedSecretError) return null;
    throw error;
  }
}

/**
 * What is sealed with which key, and what no configured key opens, of all organizations.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function readSecretsStatus(
  scope: Scope,
  { secretKeys }: Pick<InstallationConfig, 'secretKeys'>,
): Promise<SecretsStatus> {
  return read(scope, 'settings:manage', async (reader) => {
    const seals = new Map<string, number>();
    const notOpened: UnopenedSecret[] = [];
    let secrets = 0;
    for (const id of await organizationIds(reader)) {
      const found = await inspect(reader, secretKeys, id);
      secrets += found.secrets;
      notOpened.push(...found.notOpened);
      for (const key of found.sealedWith) seals.set(key, (seals.get(key) ?? 0) + 1);
    }
    return { keys: keyStates(secretKeys, seals), secrets, notOpened };
  });
}

function keyStates(secretKeys: readonly string[], seals: ReadonlyMap<string, number>): InstallationKeyState[] {
  const configured = secretKeys.length === 0 ? [] : createSecretSealer(secretKeys).keyIds;
  const others = [...seals.keys()].filter((id) => !configured.includes(id)).sort();
  return [...configured, ...others].map((id, index) => ({
    id,
    isConfigured: configured.includes(id),
    isNewest: index === 0 && configured.length > 0,
    seals: seals.get(id) ?? 0,
  }));
}

async function inspect(reader: Reader, secretKeys: readonly string[], organizationId: number) {
  const dataKey = await readDataKey(reader, organizationId);
  const token = (await readBooksOnline(reader, organizationId))?.refreshToken ?? null;
  const opened = [...(await openSecrets(reader, secretKeys, organizationId)).values()];
  const notOpened = opened.flatMap(({ name, problem }) =>
    problem === null ? [] : [{ organizationId, name, problem }],
  );
  const tokenProblem = token === null ? null : whyNotOpened(token, secretKeys, organizationId);
  if (tokenProblem !== null) notOpened.push({ organizationId, name: 'QuickBooks Online', problem: tokenProblem });
  const sealedWith = [dataKey?.wrapped, token].flatMap((sealed) => keyIdOf(sealed ?? '') ?? []);
  return { secrets: opened.length + (token === null ? 0 : 1), notOpened, sealedWith };
}

function whyNotOpened(token: string, secretKeys: readonly string[], organizationId: number): string | null {
  if (secretKeys.length === 0) return `No installation key is set: ${HOW_TO_SET_KEY}.`;
  try {
    createSecretSealer(secretKeys).open(token, refreshTokenPlace(organizationId));
    return null;
  } catch (error) {
    if (error instanceof SealedSecretError) return error.message;
    throw error;
  }
}
