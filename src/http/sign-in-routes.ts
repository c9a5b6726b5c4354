import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Access, CALLBACK_PATH, SIGNED_OUT_PATH } from '#src/auth/access.ts';
import { safeReturnPath } from '#src/auth/return-path.ts';
import type { SignIn } from '#src/auth/sign-in.ts';
import { SignInMisconfiguredError, SignInRefusedError, SignInUnavailableError } from '#src/auth/sign-in-errors.ts';
import type { Logger } from '#src/log/log.ts';
import { createCookies } from './cookies.ts';
import { messagePage } from './page.ts';
import { reject } from './problem.ts';
import { atPublicAddress } from './public-address.ts';
import type { RateLimiting } from './rate-limits.ts';
import { withoutBase } from './request-target.ts';
import type { RouteVariables } from './route-variables.ts';

interface SignInRouteSettings {
  readonly access: Access;
  readonly limiting: Pick<RateLimiting, 'signIn'>;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
}

type Asked = Context<RouteVariables>;

/** Path where sign-in starts. */
export const LOGIN_PATH = '/auth/login';
const MAX_BODY_BYTES = 10_000;
const RETRY_SECONDS = 10;

/** Routes to sign in, sign out and read the status; `/api/auth/*` is for dashboards of an earlier generation. */
export function signInRoutes(settings: SignInRouteSettings): Hono<RouteVariables> {
  const { access, limiting } = settings;
  const { signIn, basePath } = access;
  const cookies = createCookies(access);
  const app = new Hono<RouteVariables>();

  const login = async (context: Asked) => {
    const returnTo = withoutBase(context.req.query('return_to') ?? '', basePath);
    if (!signIn) return withoutSignIn(context, access, returnTo);
    const browserSecret = cookies.signIn.read(context);
    const begun = await orExplain(settings, context, () => signIn.begin({ returnTo, browserSecret }));
    if (!('redirectTo' in begun)) return begun;
    cookies.signIn.write(context, begun.browserSecret, begun.expiresAt);
    return context.redirect(begun.redirectTo.href);
  };

  const logout = async (context: Asked) => {
    if (signIn) await signIn.signOut(context.var.viewer, scopeOf(context), context.var.address);
    cookies.session.remove(context);
    const signedOut = `${basePath}${SIGNED_OUT_PATH}`;
    const redirectTo = (await signIn?.endSessionUrl(`${access.publicOrigin}${signedOut}`))?.href ?? signedOut;
    return wantsPage(context)
      ? context.redirect(redirectTo, 303)
      : context.json({ success: true, data: { redirectTo } });
  };

  for (const paths of ['/auth/*', '/api/auth/*']) {
    app.use(paths, bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooLarge }), async (context, next) => {
      await next();
      context.header('Cache-Control', 'no-store');
    });
  }
  for (const path of [LOGIN_PATH, '/api/auth/microsoft/login'])
    app.get(path, publicFirst(access), limiting.signIn, login);
  app.get(CALLBACK_PATH, limiting.signIn, (context) => callback(settings, signIn, context));
  app.post('/auth/logout', logout);
  app.post('/api/auth/logout', logout);
  app.get('/auth/logout', limiting.signIn, (context) => frontChannelLogout(access, context));
  app.get(SIGNED_OUT_PATH, (context) => context.html(signedOutPage(basePath)));
  app.get('/auth/status', (context) => context.json({ success: true, data: statusOf(access, context) }));
  app.get('/api/auth/status', (context) => legacyStatus(context, basePath));
  return app;
}

function signedOutPage(basePath: string) {
  return messagePage({
    title: 'Signed out',
    message: 'You are signed out of this server.',
    link: { href: `${basePath}${LOGIN_PATH}`, text: 'Sign in again' },
  });
}

/** Redirects a sign-in that starts at another host name to the public URL. */
function publicFirst({ signIn, publicOrigin, basePath }: Access): MiddlewareHandler<RouteVariables> {
  return async (context, next) => {
    const redirectTo = signIn ? atPublicAddress(context.req.raw, publicOrigin, `${basePath}${LOGIN_PATH}`) : null;
    return redirectTo === null ? next() : context.redirect(redirectTo);
  };
}

/** The response without a provider: in local mode a redirect, otherwise 404, because only API keys are accepted. */
function withoutSignIn(context: Asked, { mode, basePath }: Access, returnTo: string | null): Response {
  if (mode === 'local') return context.redirect(`${basePath}${safeReturnPath(returnTo)}`);
  const message = 'Sign-in is not configured (OIDC_ISSUER); use an API key';
  return reject(context, { status: 404, code: 'NOT_FOUND', message });
}

async function callback(settings: SignInRouteSettings, signIn: SignIn | null, context: Asked): Promise<Response> {
  const { access } = settings;
  if (!signIn) return withoutSignIn(context, access, null);
  const cookies = createCookies(access);
  // Built from the configured URL: the Host header may be forged.
  const { publicOrigin, basePath } = access;
  const currentUrl = new URL(`${publicOrigin}${basePath}${CALLBACK_PATH}${new URL(context.req.url).search}`);
  const session = await orExplain(settings, context, () =>
    signIn.finish({
      currentUrl,
      browserSecret: cookies.signIn.read(context),
      earlierSession: cookies.session.read(context),
      address: context.var.address,
    }),
  );
  if (!('secret' in session)) return session;
  cookies.session.write(context, session.secret, session.expiresAt);
  return context.redirect(`${basePath}${session.returnTo}`);
}

/** The result of a sign-in step, or a response that explains its error. */
async function orExplain<T>(
  { logger, access }: Pick<SignInRouteSettings, 'logger' | 'access'>,
  context: Asked,
  step: () => Promise<T>,
): Promise<T | Response> {
  try {
    return await step();
  } catch (error) {
    const explanation = explanationOf(error);
    if (!explanation) throw error;
    logFailure(logger, context.var.requestId, error);
    if (explanation.status === 503) context.header('Retry-After', String(RETRY_SECONDS));
    return explain(context, access, explanation);
  }
}

/** The response to an expected sign-in error; null for an unexpected one. */
function explanationOf(error: unknown): Explanation | null {
  if (error instanceof SignInRefusedError) {
    return { status: 403, code: 'FORBIDDEN', title: 'Not signed in', message: error.message };
  }
  if (error instanceof SignInMisconfiguredError) {
    return { status: 502, code: 'SERVER_ERROR', title: 'Sign-in is not set up correctly', message: error.message };
  }
  if (error instanceof SignInUnavailableError) {
    return { status: 503, code: 'SERVER_ERROR', title: 'Sign-in is temporarily unavailable', message: error.message };
  }
  return null;
}

/** The provider's response is logged and not shown. */
function logFailure(logger: SignInRouteSettings['logger'], requestId: string, error: unknown): void {
  if (error instanceof SignInRefusedError) {
    const { reason, who, said, cause } = error;
    logger.warn({ requestId, reason, who, provider: said, err: cause }, 'A sign-in was rejected');
  } else if (error instanceof SignInMisconfiguredError) {
    const { problem, said, message, cause } = error;
    logger.error({ requestId, problem, provider: said, err: cause }, `Sign-in is broken for all users. ${message}`);
  } else if (error instanceof SignInUnavailableError) {
    logger.warn({ requestId, provider: error.said, err: error.cause }, 'The sign-in provider does not respond');
  }
}

interface Explanation {
  readonly status: 403 | 502 | 503;
  readonly code: 'FORBIDDEN' | 'SERVER_ERROR';
  readonly title: string;
  readonly message: string;
}

function explain(
  context: Asked,
  { basePath }: Access,
  { title, ...rejection }: Explanation,
): Response | Promise<Response> {
  if (!wantsPage(context)) return reject(context, rejection);
  const link = { href: `${basePath}${LOGIN_PATH}`, text: 'Sign in' };
  return context.html(messagePage({ title, message: rejection.message, link }), rejection.status);
}

/** `?everywhere` ends all sessions of the viewer. */
function scopeOf(context: Asked): 'here' | 'everywhere' {
  return context.req.query('everywhere') === undefined ? 'here' : 'everywhere';
}

/**
 * The provider ends the session `sid` from a frame of its own page, without our cookies (OpenID Connect Front-Channel
 * Logout 1.0). Entra ID sends no `iss`.
 */
async function frontChannelLogout({ signIn, provider }: Access, context: Asked): Promise<Response> {
  const { sid, iss } = context.req.query();
  if (sid === undefined) {
    context.header('Allow', 'POST');
    return reject(context, { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'Sign out with POST' });
  }
  if (signIn && provider && (iss === undefined || iss === provider.issuer)) {
    await signIn.endProviderSession(sid, context.var.address);
  }
  context.header('Content-Security-Policy', `default-src 'none'; frame-ancestors ${provider?.origin ?? "'none'"}`);
  return context.html('<!doctype html><title>Signed out</title>');
}

function statusOf({ mode, signIn, basePath }: Access, { var: { viewer } }: Asked) {
  const { kind, name, roles, isLocal, session } = viewer;
  return {
    signedIn: kind !== 'nobody',
    mode,
    signInUrl: signIn ? `${basePath}${LOGIN_PATH}` : null,
    viewer: kind === 'nobody' ? null : { kind, name, roles, isLocal },
    expiresAt: session?.expiresAt.toISOString() ?? null,
  };
}

/** The status for dashboards of an earlier generation: 401 if unauthenticated. */
function legacyStatus(context: Asked, basePath: string): Response {
  const { kind, name, roles } = context.var.viewer;
  if (kind === 'nobody') {
    const message = `Sign in at ${basePath}/api/auth/microsoft/login`;
    return reject(context, { status: 401, code: 'UNAUTHENTICATED', message });
  }
  return context.json({ success: true, authenticated: true, user: { name, email: name, role: roles[0] ?? null } });
}

function wantsPage(context: Asked): boolean {
  return context.req.header('Accept')?.includes('text/html') === true;
}

function tooLarge(context: Context): Response {
  const message = `The body has more than ${MAX_BODY_BYTES} bytes`;
  return reject(context as Asked, { status: 413, code: 'PAYLOAD_TOO_LARGE', message });
}
