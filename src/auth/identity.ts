import { isEmailAddress } from '#src/core/email-address.ts';
import type { Identity } from '#src/store/people.ts';
import type { Claims } from './openid.ts';
import { SignInRefusedError } from './sign-in-errors.ts';
import { highestRole, ROLES, type Role } from './viewer.ts';

/** A person as identified by the provider. */
export interface ProviderIdentity extends Identity {
  readonly name: string | null;
  /** Verified addresses, in lower case and in order of preference; an invitation must match one of them. */
  readonly emails: readonly string[];
  /** The role assigned in the directory. */
  readonly directoryRole: Role | null;
  /** The provider's session id (`sid`), used by its front-channel logout. */
  readonly providerSession: string | null;
}

const MAX_NAME_CHARACTERS = 200;
const MAX_ID_CHARACTERS = 300;

/**
 * Identifies a person by values that never change and are never reused: issuer and subject, or in a directory with tenants
 * the ids of tenant and user (`tid`, `oid`). Addresses can be reassigned, so they only match invitations.
 * @param tenants whose users may sign in; null if the provider has no tenants
 * @throws SignInRefusedError for a user of another tenant
 */
export function identityOf(claims: Claims, tenants: readonly string[] | null): ProviderIdentity {
  return {
    issuer: claims.iss,
    subject: tenants ? subjectInTenant(claims, tenants) : claims.sub.slice(0, MAX_ID_CHARACTERS),
    name: text(claims['name'])?.slice(0, MAX_NAME_CHARACTERS) ?? null,
    emails: emailsOf(claims, tenants),
    directoryRole: directoryRoleOf(claims['roles']),
    providerSession: text(claims['sid'])?.slice(0, MAX_ID_CHARACTERS) ?? null,
  };
}

function subjectInTenant(claims: Claims, tenants: readonly string[]): string {
  const tenant = text(claims['tid'])?.toLowerCase();
  if (tenant === undefined || !tenants.some((each) => each.toLowerCase() === tenant)) {
    throw new SignInRefusedError(
      'wrong_tenant',
      'Accounts of your organization cannot sign in to this server. Use another account.',
    );
  }
  return `${tenant}/${text(claims['oid']) ?? claims.sub}`.slice(0, MAX_ID_CHARACTERS);
}

/**
 * An address is used only if it is verified: by the provider (`email_verified`), or by the directory of the only tenant that
 * may sign in. With several tenants, any of their admins could write another tenant's address into `email`; then only the
 * sign-in name is used, whose domain Entra ID has verified, and an `email` with a verified domain owner (`xms_edov`).
 */
function emailsOf(claims: Claims, tenants: readonly string[] | null): string[] {
  const isVerified = isTrue(claims['email_verified']) || isTrue(claims['xms_edov']);
  const isOwnDirectory = tenants?.length === 1;
  const candidates = [
    tenants ? claims['preferred_username'] : undefined,
    isVerified || isOwnDirectory ? claims['email'] : undefined,
  ];
  const emails = candidates.flatMap((candidate) => text(candidate)?.toLowerCase() ?? []);
  return [...new Set(emails)].filter(isEmailAddress);
}

/** Providers write true as a boolean, a string or a number. */
function isTrue(claim: unknown): boolean {
  return claim === true || claim === 'true' || claim === 1 || claim === '1';
}

/** The highest of the app roles assigned in the directory. */
function directoryRoleOf(claim: unknown): Role | null {
  const named = Array.isArray(claim) ? claim.flatMap((role) => text(role)?.toLowerCase() ?? []) : [];
  return highestRole(ROLES.filter((role) => named.includes(role)));
}

/** A claim as text without control characters; undefined if it is not text or empty. */
function text(claim: unknown): string | undefined {
  if (typeof claim !== 'string') return undefined;
  const trimmed = claim.replace(/[\p{Cc}\p{Surrogate}]/gu, '').trim();
  return trimmed === '' ? undefined : trimmed;
}
