import { newApiKey } from '#src/auth/api-key.ts';
import type { Role } from '#src/auth/viewer.ts';
import { InvalidValueError, MissingFieldError, NotFoundError } from '#src/core/errors.ts';
import { createInputProblems } from '#src/service/problems.ts';
import { read, type Scope, write } from '#src/service/scope.ts';
import {
  findApiKey,
  insertApiKey,
  listApiKeys as listStoredApiKeys,
  type StoredApiKey,
  saveRevocation,
} from '#src/store/api-keys.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { isRowId } from '#src/store/engine/id-page.ts';

/** A key of an organization; one of an operator has no role. */
export interface OrganizationApiKey extends StoredApiKey {
  readonly role: Role;
}

const MAX_NAME_CHARACTERS = 80;
/** Letters, digits, punctuation and spaces, which logs, headers and terminals show unchanged. */
const NAME = /^[\p{L}\p{N}\p{P}\p{S} ]+$/u;

/** A key to be made. */
export interface ApiKeyInput {
  /** What it is for. */
  readonly name: string;
  readonly role: Role;
  /** Null or undefined for a key that never expires. */
  readonly expiresAt?: Date | null | undefined;
}

/**
 * Creates an API key of the organization.
 * @returns the key, which is not stored and cannot be shown again, and its stored record
 * @throws UnauthenticatedError, ForbiddenError; MissingFieldError without a name, InvalidValueError for an invalid
 *   name or an expiry in the past; InvalidInputError for several
 */
export async function createApiKey(
  scope: Scope,
  { name, role, expiresAt = null }: ApiKeyInput,
): Promise<{ readonly key: string; readonly apiKey: OrganizationApiKey }> {
  return write(scope, { permission: 'keys:manage' }, async (tx) => {
    const problems = createInputProblems();
    const checked = problems.try(() => checkName(name));
    problems.try(() => checkEnd(expiresAt, scope.at));
    const complete = problems.complete({ name: checked });
    const { key, prefix, secretHash } = newApiKey();
    const { at: createdAt, actor: createdBy, viewer } = scope;
    const creator = { createdBy, creatorId: viewer.id };
    const owned = { organizationId: scope.organization.id, role };
    const stored = { name: complete.name, prefix, secretHash, ...owned, createdAt, ...creator, expiresAt };
    const apiKey = { ...(await insertApiKey(tx, stored)), role };
    const detail = { key: apiKey.id, name: apiKey.name, role, expiresAt: expiresAt?.toISOString() ?? null };
    return { result: { key, apiKey }, audit: [{ action: 'key.created', detail }] };
  });
}

/**
 * The organization's keys, newest first, including expired and revoked ones.
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError
 */
export function listApiKeys(scope: Scope): Promise<OrganizationApiKey[]> {
  return read(scope, 'keys:manage', async (reader) =>
    (await listStoredApiKeys(reader, scope.organization.id)).flatMap((key) => ofOrganization(key) ?? []),
  );
}

/**
 * Revokes a key. A key that is already revoked is unchanged.
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError
 */
export async function revokeApiKey(scope: Scope, { id }: { readonly id: number }): Promise<OrganizationApiKey> {
  return write(scope, { permission: 'keys:manage' }, async (tx) => {
    const { name } = await requireApiKey(tx, scope, id);
    const isRevokedNow = await saveRevocation(tx, id, { at: scope.at, by: scope.actor });
    const note = { action: 'key.revoked', detail: { key: id, name } } as const;
    return { result: await requireApiKey(tx, scope, id), audit: isRevokedNow ? [note] : [] };
  });
}

function ofOrganization(key: StoredApiKey): OrganizationApiKey | null {
  const { role } = key;
  return role && { ...key, role };
}

async function requireApiKey(reader: Reader, { organization }: Scope, id: number): Promise<OrganizationApiKey> {
  const stored = isRowId(id) ? await findApiKey(reader, id) : null;
  const key = stored?.organizationId === organization.id ? ofOrganization(stored) : null;
  if (!key) throw new NotFoundError(`There is no API key ${id}`, { field: 'id' });
  return key;
}

function checkName(name: string): string {
  const trimmed = name.trim();
  const field = 'name';
  if (trimmed === '') throw new MissingFieldError('An API key needs a name that describes its use', { field });
  if (trimmed.length > MAX_NAME_CHARACTERS) {
    throw new InvalidValueError(`A name must have at most ${MAX_NAME_CHARACTERS} characters`, { field });
  }
  if (!NAME.test(trimmed))
    throw new InvalidValueError('A name must consist of letters, digits, punctuation and spaces', { field });
  return trimmed;
}

function checkEnd(expiresAt: Date | null, at: Date): void {
  if (expiresAt === null || expiresAt > at) return;
  throw new InvalidValueError('The expiry of an API key must be in the future', { field: 'expiresAt' });
}
