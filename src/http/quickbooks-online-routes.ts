import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Access } from '#src/auth/access.ts';
import { authorize } from '#src/auth/permissions.ts';
import type { Refusals } from '#src/auth/refusals.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import { type ErrorCode, QbrError } from '#src/core/errors.ts';
import type { Logger } from '#src/log/log.ts';
import type { OnlineBooks } from '#src/service/books/online.ts';
import { BooksOnlineFailedError, ConsentRefusedError } from '#src/service/books/online-errors.ts';
import type { Scope } from '#src/service/scope.ts';
import { createCookies } from './cookies.ts';
import { messagePage } from './page.ts';
import { reject } from './problem.ts';
import { atPublicAddress } from './public-address.ts';
import type { RateLimiting } from './rate-limits.ts';
import type { RouteVariables } from './route-variables.ts';
import { LOGIN_PATH } from './sign-in-routes.ts';

export interface QuickBooksOnlineSettings {
  /** The books; its first call may load them. */
  readonly service: () => Promise<OnlineBooks>;
  /** A viewer, acting now on the organization whose books these are. */
  readonly scope: (viewer: Viewer) => Scope;
  readonly refusals: Pick<Refusals, 'note'>;
  readonly access: Access;
  readonly limiting: Pick<RateLimiting, 'signIn'>;
  readonly logger: Pick<Logger, 'warn'>;
}

type Asked = Context<RouteVariables>;

/** Path where a connection starts, and the redirect path that is registered with Intuit. */
export const QUICKBOOKS_PATH = '/auth/quickbooks';
export const QUICKBOOKS_CALLBACK_PATH = '/auth/quickbooks/callback';
const BOOKS_PATH = '/books';
const STATUS: Partial<Readonly<Record<ErrorCode, ContentfulStatusCode>>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
};

/** Routes by which an admin connects and disconnects QuickBooks Online in a browser. */
export function quickbooksOnlineRoutes(settings: QuickBooksOnlineSettings): Hono<RouteVariables> {
  const { service, scope, access, limiting } = settings;
  const { basePath, publicOrigin } = access;
  const cookie = createCookies(access).books;
  const app = new Hono<RouteVariables>();
  const redirectUri = `${publicOrigin}${basePath}${QUICKBOOKS_CALLBACK_PATH}`;

  app.get(QUICKBOOKS_PATH, limiting.signIn, async (context) => {
    // The cookie belongs to one host, and Intuit redirects to the public URL only.
    const elsewhere = atPublicAddress(context.req.raw, publicOrigin, `${basePath}${QUICKBOOKS_PATH}`);
    if (elsewhere !== null) return context.redirect(elsewhere);
    if (access.signIn && wantsPage(context) && context.var.viewer.kind === 'nobody') {
      return context.redirect(`${basePath}${LOGIN_PATH}?return_to=${encodeURIComponent(basePath + BOOKS_PATH)}`);
    }
    return orExplain(settings, context, async () => {
      const books = await service();
      const browserSecret = cookie.read(context);
      const begun = await books.begin(scope(context.var.viewer), { redirectUri, browserSecret });
      cookie.write(context, begun.browserSecret, begun.expiresAt);
      return context.redirect(begun.redirectTo.href);
    });
  });

  app.get(QUICKBOOKS_CALLBACK_PATH, limiting.signIn, (context) =>
    orExplain(settings, context, async () => {
      // Built from the configured URL: the Host header may be forged.
      const currentUrl = new URL(`${redirectUri}${new URL(context.req.url).search}`);
      const books = await service();
      const answer = { currentUrl, browserSecret: cookie.read(context) };
      const { companyName } = await books.finish(scope(context.var.viewer), answer);
      cookie.remove(context);
      const message = `The books of ${companyName} are read from now on.`;
      return context.html(page(basePath, 'QuickBooks Online is connected', message));
    }),
  );

  app.post(`${QUICKBOOKS_PATH}/disconnect`, limiting.signIn, (context) =>
    orExplain(settings, context, async () => {
      const { isRevoked } = await (await service()).disconnect(scope(context.var.viewer));
      const message = isRevoked
        ? 'The books are no longer read; what was read stays.'
        : 'The books are no longer read; what was read stays. Intuit could not be told: remove the app from the company’s list of apps there.';
      return wantsPage(context)
        ? context.html(page(basePath, 'QuickBooks Online is disconnected', message))
        : context.json({ success: true, data: { isRevoked, message } });
    }),
  );
  return app;
}

/** The response of an admin's step, or one that explains its error. Nothing of it is stored by browsers. */
async function orExplain(
  settings: QuickBooksOnlineSettings,
  context: Asked,
  step: () => Promise<Response>,
): Promise<Response> {
  const { refusals, logger, access } = settings;
  const { viewer, address, requestId } = context.var;
  context.header('Cache-Control', 'no-store');
  try {
    await authorize(viewer, 'books:manage', refusals);
    return await step();
  } catch (error) {
    if (!(error instanceof QbrError)) throw error;
    if (error instanceof ConsentRefusedError) {
      await refusals.note({ action: 'books.online_refused', viewer, address, reason: error.reason });
    }
    const { code, message } = error;
    logger.warn({ requestId, code, message }, 'QuickBooks Online was not connected');
    const status = statusOf(error);
    return wantsPage(context)
      ? context.html(page(access.basePath, 'QuickBooks Online is not connected', message), status)
      : reject(context, { status, code, message });
  }
}

function statusOf(error: QbrError): ContentfulStatusCode {
  if (error instanceof BooksOnlineFailedError) return error.isTransient ? 503 : 502;
  return STATUS[error.code] ?? 400;
}

function page(basePath: string, title: string, message: string) {
  return messagePage({ title, message, link: { href: `${basePath}${BOOKS_PATH}`, text: 'Back to the books' } });
}

function wantsPage(context: Asked): boolean {
  return context.req.header('Accept')?.includes('text/html') === true;
}
