import type { ConfiguredUsers } from '#src/core/role.ts';
import { appendAudit, type NewAuditEntry } from '#src/store/audit.ts';
import type { Database, Transaction } from '#src/store/engine/database.ts';
import { acrossEach } from '#src/store/engine/organization-context.ts';
import { deleteSessions, insertSession, listSessions } from '#src/store/sessions.ts';
import { consumeSignIn, deleteExpiredSignIns, type SignInUnderWay, saveSignIn } from '#src/store/sign-ins.ts';
import { admit } from './admission.ts';
import { auditOrigin } from './audit-origin.ts';
import { auditedOrganizations } from './audited-organizations.ts';
import { identityOf, type ProviderIdentity } from './identity.ts';
import type { Claims, OpenIdProvider } from './openid.ts';
import { membershipsOf } from './person-access.ts';
import type { Refusals } from './refusals.ts';
import { safeReturnPath } from './return-path.ts';
import { hashSecret, isSameHash, newSecret } from './secret.ts';
import { nameOfPerson } from './session-strategy.ts';
import { SignInRefusedError } from './sign-in-errors.ts';
import { clearSignInProblem, notingProblem } from './sign-in-problem.ts';
import type { Viewer } from './viewer.ts';

export interface SignInSettings {
  readonly database: Database;
  readonly clock: () => Date;
  readonly refusals: Refusals;
  readonly provider: OpenIdProvider;
  /** Tenants whose users may sign in; null if the provider has no tenants. */
  readonly tenants: readonly string[] | null;
  readonly users: ConfiguredUsers;
  readonly sessionHours: number;
  /** The provider's redirect target: `https://qbr.example.com/auth/callback`. */
  readonly redirectUri: string;
}

/** A new session. */
export interface BegunSession {
  /** The cookie's content; only its hash is stored. */
  readonly secret: string;
  readonly expiresAt: Date;
  /** A path of this server. */
  readonly returnTo: string;
}

/** The callback of a sign-in. */
export interface SignInAnswer {
  /** The public URL of the callback, with the provider's parameters. */
  readonly currentUrl: URL;
  /** The sign-in cookie; null for none. */
  readonly browserSecret: string | null;
  /** The cookie of an earlier session, which ends; null for none. */
  readonly earlierSession: string | null;
  readonly address: string | null;
}

/** Which sessions a sign-out ends. */
export type SignOutScope = 'here' | 'everywhere';

/** Signing in and out. */
export interface SignIn {
  /**
   * @param browserSecret the cookie of an earlier start, reused so that several windows can sign in
   * @returns the redirect target, and the cookie that the browser must send to the callback
   * @throws SignInUnavailableError, SignInMisconfiguredError
   */
  begin(request: {
    readonly returnTo: string | null;
    readonly browserSecret: string | null;
  }): Promise<{ readonly redirectTo: URL; readonly browserSecret: string; readonly expiresAt: Date }>;
  /** @throws SignInRefusedError, SignInMisconfiguredError, SignInUnavailableError */
  finish(answer: SignInAnswer): Promise<BegunSession>;
  /** Ends the viewer's session, or all of their sessions; does nothing without a session. */
  signOut(viewer: Viewer, scope: SignOutScope, address: string | null): Promise<void>;
  /** Ends the sessions that belong to an ended session of the provider. */
  endProviderSession(providerSession: string, address: string | null): Promise<void>;
  /** The URL that ends the provider's session; null if the provider has none or is unavailable. */
  endSessionUrl(returnTo: string): Promise<URL | null>;
}

/** Maximum time from the start of a sign-in to its callback. */
const SIGN_IN_LASTS_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
const SECRET = /^[\w-]{43}$/;

export function createSignIn(settings: SignInSettings): SignIn {
  const { database, provider, clock, redirectUri } = settings;
  // A person may belong to several organizations, in whose audit trails it is.
  return acrossEach<SignIn>({
    async begin({ returnTo, browserSecret: earlier }) {
      const secrets = await provider.newSecrets();
      const redirectTo = await notingProblem(settings, () => provider.authorizationUrl(secrets, redirectUri));
      await deleteExpiredSignIns(database.prisma, clock());
      const browserSecret = earlier !== null && SECRET.test(earlier) ? earlier : newSecret();
      const expiresAt = new Date(clock().getTime() + SIGN_IN_LASTS_MS);
      await saveSignIn(database.prisma, hashSecret(secrets.state), {
        browserHash: hashSecret(browserSecret),
        codeVerifier: secrets.codeVerifier,
        nonce: secrets.nonce,
        returnTo: safeReturnPath(returnTo),
        expiresAt,
      });
      return { redirectTo, browserSecret, expiresAt };
    },
    finish: (answer) => recordingRefusal(settings, answer.address, () => finish(settings, answer)),
    signOut: (viewer, scope, address) => signOut(settings, viewer, { scope, address }),
    endProviderSession: (providerSession, address) => endProviderSession(settings, providerSession, address),
    endSessionUrl: (returnTo) => provider.endSessionUrl(returnTo),
  });
}

async function finish(settings: SignInSettings, answer: SignInAnswer): Promise<BegunSession> {
  const { provider, tenants } = settings;
  const state = answer.currentUrl.searchParams.get('state') ?? '';
  const signIn = await takeOwn(settings, state, answer.browserSecret);
  const { codeVerifier, nonce, returnTo } = signIn;
  const secrets = { state, codeVerifier, nonce };
  const claims = await notingProblem(settings, () => provider.claims(secrets, answer.currentUrl));
  // The provider accepts the client, whether this user is admitted or not.
  await clearSignInProblem(settings);
  const session = await beginSession(settings, { claims, tenants, answer });
  return { ...session, returnTo };
}

/** The sign-in of the callback: started by the same browser, not expired, and not used before. */
async function takeOwn(
  { database, clock }: SignInSettings,
  state: string,
  browserSecret: string | null,
): Promise<SignInUnderWay> {
  const signIn = await consumeSignIn(database.prisma, hashSecret(state));
  const isOwn = signIn !== null && isSameHash(signIn.browserHash, hashSecret(browserSecret ?? ''));
  if (signIn && isOwn && signIn.expiresAt > clock()) return signIn;
  throw new SignInRefusedError(
    'unknown_sign_in',
    'This sign-in was already used, has expired, or was started in another browser. Sign in again.',
  );
}

interface ConfirmedAnswer {
  readonly claims: Claims;
  readonly tenants: readonly string[] | null;
  readonly answer: SignInAnswer;
}

/** Creates a session with a new secret and ends the browser's earlier one, against session fixation. */
function beginSession(
  { database, clock, users, sessionHours }: SignInSettings,
  { claims, tenants, answer: { earlierSession, address } }: ConfirmedAnswer,
): Promise<Omit<BegunSession, 'returnTo'>> {
  const identity = identityOf(claims, tenants);
  const at = clock();
  const expiresAt = new Date(at.getTime() + sessionHours * HOUR_MS);
  const secret = newSecret();
  return database
    .transaction(async (tx) => {
      const person = await admit(tx, identity, { users, at });
      await deleteSessions(tx, { expiredBy: at });
      if (earlierSession !== null) await deleteSessions(tx, { secretHash: hashSecret(earlierSession) });
      const { directoryRole, providerSession } = identity;
      const session = await insertSession(tx, {
        secretHash: hashSecret(secret),
        personId: person.id,
        ...{ directoryRole, providerSession, address },
        createdAt: at,
        expiresAt,
      });
      const origin = { actorId: `person:${person.id}`, credential: `session:${session}`, address };
      const by = { actor: nameOfPerson(person), origin };
      const detail = { person: person.id, session };
      const memberships = membershipsOf(person, directoryRole, users);
      await appendForMembers(tx, { memberships }, { at, ...by, action: 'person.signed_in', detail });
      return { secret, expiresAt };
    })
    .catch(naming(identity));
}

/** Appends an entry to the audit trail of each organization that a person belongs to, in order of their ids, as all who lock them. */
async function appendForMembers(
  tx: Transaction,
  person: Pick<Viewer, 'memberships'>,
  entry: NewAuditEntry,
): Promise<void> {
  for (const id of await auditedOrganizations(tx, person)) await appendAudit(tx, id, entry);
}

/** Adds the user to a refusal, for the audit trail. */
function naming({ emails, issuer, subject }: ProviderIdentity): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof SignInRefusedError)) throw error;
    const { reason, message } = error;
    throw new SignInRefusedError(reason, message, { cause: error, who: emails[0] ?? `${issuer} ${subject}` });
  };
}

/** Records a refusal after the transaction that it rolled back. */
async function recordingRefusal<T>(
  { refusals }: SignInSettings,
  address: string | null,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SignInRefusedError)) throw error;
    const { reason, who } = error;
    await refusals.note({ action: 'person.refused', reason, address, about: who, detail: { who } });
    throw error;
  }
}

async function signOut(
  { database, clock }: SignInSettings,
  viewer: Viewer,
  { scope, address }: { readonly scope: SignOutScope; readonly address: string | null },
): Promise<void> {
  const { name: actor, session } = viewer;
  if (!session) return;
  const selection = scope === 'here' ? { id: session.id } : { personId: session.personId };
  await database.transaction(async (tx) => {
    await deleteSessions(tx, selection);
    const origin = auditOrigin({ ...viewer, address });
    const detail = { person: session.personId, session: session.id, scope };
    await appendForMembers(tx, viewer, { at: clock(), actor, origin, action: 'person.signed_out', detail });
  });
}

async function endProviderSession(
  { database, clock, users }: SignInSettings,
  providerSession: string,
  address: string | null,
): Promise<void> {
  await database.transaction(async (tx: Transaction) => {
    const at = clock();
    const [session] = await listSessions(tx, { now: at, providerSession });
    const ended = await deleteSessions(tx, { providerSession });
    if (ended === 0) return;
    const memberships = session ? membershipsOf(session.person, session.directoryRole, users) : null;
    const by = { actor: 'provider', origin: { actorId: 'provider', credential: 'front channel', address } };
    const detail = { scope: 'provider', sessions: ended };
    await appendForMembers(tx, { memberships }, { at, ...by, action: 'person.signed_out', detail });
  });
}
