import { createSecretSealer, newSecretKey, SealedSecretError, type SecretSealer } from '#src/auth/sealed-secret.ts';
import { SecretKeyMissingError, SecretNotOpenedError } from '#src/core/errors.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import {
  DATA_KEY_COLUMN,
  insertDataKey,
  readDataKey,
  readSecrets,
  type StoredSecret,
  secretColumn,
} from '#src/store/secrets.ts';

/** How to get an installation key. */
export const HOW_TO_SET_KEY =
  'set QBR_SECRET_KEY or QBR_SECRET_KEY_FILE to a key made by `openssl rand -base64 32`, and restart';

/** A stored secret, opened in memory. */
export interface OpenedSecret extends Pick<StoredSecret, 'name' | 'updatedAt' | 'updatedBy'> {
  /** Null where it cannot be opened. Never to be shown, logged or stored. */
  readonly value: string | null;
  /** Why it cannot be opened, in sentences that say what to do; null where it can. */
  readonly problem: string | null;
}

/**
 * The stored secrets of an organization. One that cannot be opened is no error: what needs it is then not available.
 * @param secretKeys the installation's keys, newest first
 */
export async function openSecrets(
  reader: Reader,
  secretKeys: readonly string[],
  organizationId: number,
): Promise<ReadonlyMap<string, OpenedSecret>> {
  const secrets = await readSecrets(reader, organizationId);
  if (secrets.length === 0) return new Map();
  const sealer = await findSealer(reader, secretKeys, organizationId).catch(problemOf);
  const opened = secrets.map(({ name, sealed, updatedAt, updatedBy }): OpenedSecret => {
    const value = typeof sealer === 'string' ? sealer : openOne(sealer, { organizationId, name, sealed });
    const isOpen = typeof value !== 'string';
    return { name, updatedAt, updatedBy, value: isOpen ? value.secret : null, problem: isOpen ? null : value };
  });
  return new Map(opened.map((secret) => [secret.name, secret]));
}

/** The sealer of an organization that has a data key, or why there is none. */
async function findSealer(
  reader: Reader,
  secretKeys: readonly string[],
  organizationId: number,
): Promise<SecretSealer | string> {
  if (secretKeys.length === 0) return `No installation key is set: ${HOW_TO_SET_KEY}.`;
  const stored = await readDataKey(reader, organizationId);
  if (!stored) return 'The organization has no data key.';
  return unwrap(stored.wrapped, secretKeys, organizationId);
}

function unwrap(wrapped: string, secretKeys: readonly string[], organizationId: number): SecretSealer {
  const place = { organizationId, column: DATA_KEY_COLUMN };
  return createSecretSealer([createSecretSealer(secretKeys).open(wrapped, place)]);
}

function openOne(
  sealer: SecretSealer,
  { organizationId, name, sealed }: { readonly organizationId: number; readonly name: string; readonly sealed: string },
): { readonly secret: string } | string {
  try {
    return { secret: sealer.open(sealed, { organizationId, column: secretColumn(name) }) };
  } catch (error) {
    if (!(error instanceof SealedSecretError)) throw error;
    // The key that it names is not the installation's, but a data key's.
    return 'It was changed, or sealed for another organization or name: enter it again.';
  }
}

function problemOf(error: unknown): string {
  if (error instanceof SealedSecretError) return error.message;
  throw error;
}

/** Why no secret can be stored with these installation keys, in words that say what to do; null where it can. */
export function obstacleToSealing(secretKeys: readonly string[]): string | null {
  return secretKeys.length > 0 ? null : `A secret cannot be stored without an installation key: ${HOW_TO_SET_KEY}`;
}

/** Seals a secret for its row. */
export type Seal = (name: string, secret: string) => string;

/**
 * What seals an organization's secrets; its data key is made with its first one. The caller holds the organization's lock.
 * @throws SecretKeyMissingError without an installation key; SecretNotOpenedError where no configured key opens the data key: a new one would
 *   lose the secrets that are stored
 */
export async function sealingFor(
  tx: Transaction,
  secretKeys: readonly string[],
  { organizationId, at }: { readonly organizationId: number; readonly at: Date },
): Promise<Seal> {
  const obstacle = obstacleToSealing(secretKeys);
  if (obstacle !== null) throw new SecretKeyMissingError(obstacle);
  const sealer = await dataKeySealer(tx, secretKeys, { organizationId, at });
  return (name, secret) => sealer.seal(secret, { organizationId, column: secretColumn(name) });
}

async function dataKeySealer(
  tx: Transaction,
  secretKeys: readonly string[],
  { organizationId, at }: { readonly organizationId: number; readonly at: Date },
): Promise<SecretSealer> {
  const stored = await readDataKey(tx, organizationId);
  if (stored) {
    try {
      return unwrap(stored.wrapped, secretKeys, organizationId);
    } catch (error) {
      if (!(error instanceof SealedSecretError)) throw error;
      throw new SecretNotOpenedError(error.message, { cause: error });
    }
  }
  const dataKey = newSecretKey();
  const wrapped = createSecretSealer(secretKeys).seal(dataKey, { organizationId, column: DATA_KEY_COLUMN });
  await insertDataKey(tx, organizationId, { wrapped, at });
  return createSecretSealer([dataKey]);
}
