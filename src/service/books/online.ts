import { QUICKBOOKS_ONLINE } from '#src/collect/quickbooks-online/api.ts';
import { VendorError } from '#src/collect/vendor-error.ts';
import { monthAt } from '#src/core/period.ts';
import type { Scope } from '#src/service/scope.ts';
import { type BooksOnline, readBooksOnline } from '#src/store/books-online.ts';
import { withinEach } from '#src/store/engine/organization-context.ts';
import {
  type AuthorizationAnswer,
  type BegunAuthorization,
  beginAuthorization,
  disconnectOnline,
  finishAuthorization,
} from './online-consent.ts';
import { BooksOnlineOffError } from './online-errors.ts';
import { furtherMonths, readOnlineFurther } from './online-further.ts';
import { whyOnlineIsOff } from './online-off.ts';
import { apiOf, type OnlineParts, type OnlineSettings, onlineParts } from './online-settings.ts';
import { type OnlineReading, type OnlineRequest, readOnlineStatements } from './online-statements.ts';
import { onlineTokens } from './online-tokens.ts';

/** The books of a QuickBooks Online company: consent and reading. Every verb throws BooksOnlineOffError where it is off. */
export interface OnlineBooks {
  /** See `beginAuthorization`. */
  begin(
    scope: Scope,
    request: { readonly redirectUri: string; readonly browserSecret: string | null },
  ): Promise<BegunAuthorization>;
  /** See `finishAuthorization`. */
  finish(scope: Scope, answer: AuthorizationAnswer): Promise<Pick<BooksOnline, 'companyName' | 'realmId'>>;
  /** See `disconnectOnline`. */
  disconnect(scope: Scope): Promise<{ readonly isRevoked: boolean }>;
  /** Whether a company is connected, so that a collection reads it. */
  isConnected(): Promise<boolean>;
  /**
   * Reads the company, the statements of months, and what their mapping asks for beside them; stores nothing but the next refresh token.
   * @throws VendorError; there is no partial reading
   */
  read(request: OnlineRequest & { readonly timeZone: string }): Promise<OnlineReading>;
}

export function createOnlineBooks(settings: OnlineSettings): OnlineBooks {
  const { database, organizationId } = settings;
  const found = onlineParts(settings);
  const parts = (): OnlineParts => {
    if (!found) throw new BooksOnlineOffError(whyOnlineIsOff(settings.config) ?? 'QuickBooks Online is off.');
    return found;
  };
  const connected = () => readBooksOnline(database.prisma, organizationId);
  return withinEach<OnlineBooks>(organizationId, {
    begin: async (scope, request) => beginAuthorization(parts(), scope, request),
    finish: async (scope, answer) => finishAuthorization(parts(), scope, answer),
    disconnect: async (scope) => disconnectOnline(parts(), scope),
    isConnected: async () => (await connected()) !== null,
    async read(request) {
      const on = parts();
      const online = await connected();
      if (!online) throw new VendorError(QUICKBOOKS_ONLINE, 'credentials', 'no company is connected');
      // Tokens of this reading alone: another consent may have been given since the last one.
      const api = apiOf(on, online.realmId, onlineTokens(on));
      const { months, basis, signal, timeZone } = request;
      const running = monthAt(settings.clock(), timeZone);
      const asked = await furtherMonths(database.prisma, organizationId, { months, running });
      const reading = await readOnlineStatements(api, request);
      const { company } = reading;
      return { ...reading, further: await readOnlineFurther(api, { months: asked, company, basis, signal }) };
    },
  });
}
