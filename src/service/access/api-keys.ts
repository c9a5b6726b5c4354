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
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { isRowId } from '#src/store/engine/id-page.ts';

/** A key of an organization; one of an operator has no role. */
export interface OrganizationApiKey extends StoredApiKey {
  readonly role: Role;
}

/** A key of an operator: it creates organizations and gives memberships, and reads no numbers. */
export type OperatorKey = Omit<StoredApiKey, 'organizationId' | 'role'>;

/** Whose the keys of operators are, and what they may do in an organization. */
const OF_OPERATORS = { organizationId: null, role: null } as const;
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
  { role, ...input }: ApiKeyInput,
): Promise<{ readonly key: string; readonly apiKey: OrganizationApiKey }> {
  return write(scope, { permission: 'keys:manage' }, async (tx) => {
    const owner = { organizationId: scope.organization.id, role };
    const { key, stored, audit } = await makeKey(tx, scope, input, owner);
    return { result: { key, apiKey: { ...stored, role } }, audit };
  });
}

/**
 * Creates a key of an operator.
 * @param scope on the first organization, in whose audit trail it is
 * @returns the key, which is not stored and cannot be shown again, and its stored record
 * @throws as `createApiKey`
 */
export function createOperatorKey(
  scope: Scope,
  input: Omit<ApiKeyInput, 'role'>,
): Promise<{ readonly key: string; readonly operatorKey: OperatorKey }> {
  return write(scope, { permission: 'organizations:manage' }, async (tx) => {
    const { key, stored, audit } = await makeKey(tx, scope, input, OF_OPERATORS);
    return { result: { key, operatorKey: stored }, audit };
  });
}

async function makeKey(
  tx: Transaction,
  { at: createdAt, actor: createdBy, viewer }: Scope,
  { name, expiresAt = null }: Omit<ApiKeyInput, 'role'>,
  owner: Pick<StoredApiKey, 'organizationId' | 'role'>,
) {
  const problems = createInputProblems();
  const checked = problems.try(() => checkName(name));
  problems.try(() => checkEnd(expiresAt, createdAt));
  const complete = problems.complete({ name: checked });
  const { key, ...kept } = newApiKey();
  const creator = { createdBy, creatorId: viewer.id };
  const stored = await insertApiKey(tx, { name: complete.name, ...kept, ...owner, createdAt, ...creator, expiresAt });
  const role = owner.role ?? 'operator';
  const detail = { key: stored.id, name: stored.name, role, expiresAt: expiresAt?.toISOString() ?? null };
  return { key, stored, audit: [{ action: 'key.created', detail }] as const };
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
 * The keys of operators, newest first, including expired and revoked ones.
 * @param scope on the first organization
 * @throws UnauthenticatedError, ForbiddenError
 */
export function listOperatorKeys(scope: Scope): Promise<OperatorKey[]> {
  return read(scope, 'organizations:manage', (reader) => listStoredApiKeys(reader, OF_OPERATORS.organizationId));
}

/**
 * Revokes a key of the organization. A key that is already revoked is unchanged.
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError
 */
export function revokeApiKey(scope: Scope, { id }: { readonly id: number }): Promise<OrganizationApiKey> {
  return write(scope, { permission: 'keys:manage' }, (tx) => revoke(tx, scope, () => requireApiKey(tx, scope, id)));
}

/**
 * Revokes a key of an operator, as `revokeApiKey` does.
 * @param scope on the first organization, in whose audit trail it is
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError
 */
export function revokeOperatorKey(scope: Scope, { id }: { readonly id: number }): Promise<OperatorKey> {
  return write(scope, { permission: 'organizations:manage' }, (tx) =>
    revoke(tx, scope, () => requireStored(tx, OF_OPERATORS.organizationId, id)),
  );
}

async function revoke<Key extends OperatorKey>(tx: Transaction, { at, actor }: Scope, find: () => Promise<Key>) {
  const { id, name } = await find();
  const isRevokedNow = await saveRevocation(tx, id, { at, by: actor });
  const note = { action: 'key.revoked', detail: { key: id, name } } as const;
  return { result: await find(), audit: isRevokedNow ? [note] : [] };
}

function ofOrganization(key: StoredApiKey): OrganizationApiKey | null {
  const { role } = key;
  return role && { ...key, role };
}

async function requireApiKey(reader: Reader, { organization }: Scope, id: number): Promise<OrganizationApiKey> {
  const key = ofOrganization(await requireStored(reader, organization.id, id));
  if (!key) throw apiKeyNotFound(id);
  return key;
}

/** @throws NotFoundError unless the owner, an organization or with null the operators, has a key with that id */
async function requireStored(reader: Reader, organizationId: number | null, id: number): Promise<StoredApiKey> {
  const stored = isRowId(id) ? await findApiKey(reader, id) : null;
  if (stored?.organizationId !== organizationId) throw apiKeyNotFound(id);
  return stored;
}

function apiKeyNotFound(id: number): NotFoundError {
  return new NotFoundError(`There is no API key ${id}`, { field: 'id' });
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
