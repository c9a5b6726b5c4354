import { isEmailAddress } from '#src/core/email-address.ts';
import type { Identity } from '#src/store/people.ts';
import type { Claims } from './openid.ts';
import { SignInRefusedError } from './sign-in-errors.ts';
import { highestRole, ROLES, type Role } from './viewer.ts';

/** Somebody as the provider knows them. */
export interface ProviderIdentity extends Identity {
  readonly name: string | null;
  /** Addresses that are surely theirs, the best first, in lower case: by one of these they may have been invited. */
  readonly emails: readonly string[];
  /** What the directory gives them. */
  readonly directoryRole: Role | null;
  /** The provider's own session, by which it tells that they have left. */
  readonly providerSession: string | null;
}

const MAX_NAME_CHARACTERS = 200;
const MAX_ID_CHARACTERS = 300;

/**
 * Who somebody is, by what never changes and is never given to another: issuer and subject; in a directory with tenants
 * the tenant's and the person's own ids (`tid`, `oid`). Addresses change hands, so they only invite.
 * @param tenants those whose people may sign in; null where the provider has none
 * @throws SignInRefusedError for somebody of another tenant
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
      'Your organization may not sign in here. Use an account of another one.',
    );
  }
  return `${tenant}/${text(claims['oid']) ?? claims.sub}`.slice(0, MAX_ID_CHARACTERS);
}

/**
 * An address counts where somebody has made sure that it is theirs: a provider that says so (`email_verified`), or the
 * one tenant that may sign in, whose own directory wrote it. Where several tenants may, any of their admins could write
 * another's address into `email`; then only the sign-in name counts, whose domain Entra ID has seen proven, and an `email`
 * whose domain's owner is verified (`xms_edov`).
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

/** Providers write a true as a boolean, a text or a number. */
function isTrue(claim: unknown): boolean {
  return claim === true || claim === 'true' || claim === 1 || claim === '1';
}

/** The highest of the roles that the directory's administrators have assigned for this program. */
function directoryRoleOf(claim: unknown): Role | null {
  const named = Array.isArray(claim) ? claim.flatMap((role) => text(role)?.toLowerCase() ?? []) : [];
  return highestRole(ROLES.filter((role) => named.includes(role)));
}

/** A text that can be stored; undefined for anything else. */
function text(claim: unknown): string | undefined {
  if (typeof claim !== 'string') return undefined;
  const trimmed = claim.replace(/[\p{Cc}\p{Surrogate}]/gu, '').trim();
  return trimmed === '' ? undefined : trimmed;
}
