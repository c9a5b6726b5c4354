import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import { onTestFinished } from 'vitest';
import { LOCAL_VIEWER } from '#src/auth/viewer.ts';
import type { OnlineApiOptions } from '#src/collect/quickbooks-online/api.ts';
import type { Month } from '#src/core/period.ts';
import { createOnlineBooks, type OnlineBooks } from '#src/service/books/online.ts';
import type { OnlineConfig } from '#src/service/books/online-off.ts';
import type { OnlineReading } from '#src/service/books/online-statements.ts';
import type { Scope } from '#src/service/scope.ts';
import type { Database } from '#src/store/engine/database.ts';
import {
  type QuickBooksOnlineFake,
  type QuickBooksOnlineFakeOptions,
  startQuickBooksOnlineFake,
} from '../../kit/quickbooks-online/fake.ts';
import { ORGANIZATION_ID, TIME_ZONE } from '../../kit/services.ts';

export const REDIRECT_URI = 'http://127.0.0.1:5400/auth/quickbooks/callback';
export const SECRET_KEY = randomBytes(32).toString('base64');
export const JANUARY = '2026-01' as Month;
const NOON = Date.parse('2026-01-15T18:00:00Z');
const DAY_MS = 24 * 3_600_000;

/** Intuit's stand-in and the books of a database that read it, with one clock. */
export interface OnlineTest {
  readonly fake: QuickBooksOnlineFake;
  /** All that was logged. */
  readonly log: () => string;
  readonly now: () => Date;
  passDays(days: number): void;
  /** The books as a process of their own has them; on another database, or with other settings. */
  books(options?: {
    readonly database?: Database;
    readonly config?: Partial<OnlineConfig>;
    readonly api?: OnlineApiOptions;
  }): OnlineBooks;
  scope(): Scope;
  /** An admin connects the company in a browser. */
  connect(books?: OnlineBooks, realmId?: string): Promise<void>;
  read(books?: OnlineBooks, months?: readonly Month[]): Promise<OnlineReading>;
}

export async function startOnline(
  database: Database,
  { startAt = NOON, ...options }: Omit<QuickBooksOnlineFakeOptions, 'now'> & { readonly startAt?: number } = {},
): Promise<OnlineTest> {
  let at = startAt;
  const now = () => new Date(at);
  const fake = await startQuickBooksOnlineFake({ redirectUris: [REDIRECT_URI], ...options, now });
  onTestFinished(() => fake.close());
  const { logger, log } = recordingLogger();
  const { clientId, clientSecret } = fake;
  const books: OnlineTest['books'] = ({ config = {}, api, ...other } = {}) =>
    createOnlineBooks({
      config: {
        quickbooksOnline: { clientId, clientSecret, environment: fake.url },
        secretKeys: [SECRET_KEY],
        ...config,
      },
      ...{ database: other.database ?? database, organizationId: ORGANIZATION_ID, clock: now, logger },
      api: { backoffMs: { baseMs: 1, maxMs: 2 }, ...api },
    });
  const scope = (): Scope => ({
    database,
    organization: { id: ORGANIZATION_ID, timeZone: TIME_ZONE },
    viewer: LOCAL_VIEWER,
    actor: 'Ann',
    at: now(),
  });
  return {
    fake,
    log,
    now,
    passDays: (days) => {
      at += days * DAY_MS;
    },
    books,
    scope,
    async connect(connecting = books(), realmId = fake.company.realmId) {
      const { redirectTo, browserSecret } = await connecting.begin(scope(), {
        redirectUri: REDIRECT_URI,
        browserSecret: null,
      });
      const currentUrl = fake.tokens.consent(redirectTo, realmId);
      await connecting.finish(scope(), { currentUrl, browserSecret });
    },
    read: (reading = books(), months = [JANUARY]) =>
      reading.read({
        ...{ months, timeZone: TIME_ZONE, basis: 'accrual', signal: new AbortController().signal },
        onProgress: () => undefined,
      }),
  };
}

function recordingLogger(): { readonly logger: Logger; readonly log: () => string } {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { logger: pino({ level: 'trace' }, stream), log: () => lines.join('') };
}
