import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { type App, openApp } from '#src/app.ts';
import { parseConfig } from '#src/config/config.ts';
import { createLogger } from '#src/log/log.ts';
import { startServer } from '#src/server.ts';
import { COMPANY_NOW, type CompanyVendors, playCompanyVendors } from '../kit/company.ts';
import { freshPostgresql } from '../kit/databases.ts';
import { withOperator } from '../kit/operator-database.ts';
import { TIME_ZONE } from '../kit/services.ts';

/** Paths of Chromium and Chrome on Debian, Ubuntu and others; first of the one without windows, which is quicker. */
const CHROMIUM = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => existsSync(path));

/** The sizes at which the views must be usable. */
export const SIZES = {
  desktop: { width: 1440, height: 900 },
  tablet: { width: 820, height: 1180 },
  phone: { width: 390, height: 844 },
} as const;

/** The server with its dashboard, and a browser. */
export interface Dashboard {
  readonly app: App;
  /** `http://127.0.0.1:40123` */
  readonly url: string;
  readonly vendors: CompanyVendors;
  /** A page of a new browser profile, closed after the test; an error on its console fails it, unless it is `expected`. */
  open(path: string, options?: BrowserContextOptions, expected?: readonly RegExp[]): Promise<Page>;
}

/** How the server differs from that of most tests. */
export interface ProgramOptions {
  /** On a database without collected or entered values. */
  readonly isEmpty?: boolean;
  /** With the real clock, because browsers expire cookies by theirs. */
  readonly isInRealTime?: boolean;
  /** Starts other servers that the server needs, and returns its configuration for them. Functions in `ends` run last. */
  configure?(ends: (() => Promise<unknown>)[]): Promise<Readonly<Record<string, string>>>;
}

/**
 * Tests in a real browser against the server's own listener, with 27 months of a generated company; on PostgreSQL, which a test opens faster.
 * Skipped, and reported as skipped, without Chromium.
 */
export function describeInBrowser(
  name: string,
  tests: (use: () => Dashboard) => void,
  options: ProgramOptions = {},
): void {
  describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? name : `${name} (skipped: no Chromium found)`, () => {
    let dashboard: Dashboard;
    const ends: (() => Promise<unknown>)[] = [];
    const complaints: string[] = [];
    const contexts: BrowserContext[] = [];
    beforeAll(async () => {
      const browser = await launch();
      const vendors = playCompanyVendors();
      const { app, url } = await openProgram(vendors, ends, options);
      const open: Dashboard['open'] = async (path, options, expected = []) => {
        const complain = (text: string) => expected.some((each) => each.test(text)) || complaints.push(text);
        const context = await browser.newContext({ viewport: SIZES.desktop, timezoneId: TIME_ZONE, ...options });
        contexts.push(context);
        return openPage(context, `${url}${path}`, complain);
      };
      dashboard = { app, url, vendors, open };
    });
    afterEach(async () => {
      // Not before the next test: an open page goes on asking and drawing.
      for (const context of contexts.splice(0)) await context.close();
      expect(complaints.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      for (const end of ends.reverse()) await end();
    });
    tests(() => dashboard);
  });
}

let launched: Promise<Browser> | undefined;

/** The browser of all test files of this process, with which it ends. */
function launch(): Promise<Browser> {
  // Without these, Chromium looks for updates and contacts its own hosts.
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  launched ??= chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet],
  });
  return launched;
}

async function openPage(context: BrowserContext, url: string, complain: (text: string) => unknown): Promise<Page> {
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complain(message.text());
  });
  page.on('pageerror', (error) => complain(error.message));
  await slowDown(page);
  await page.goto(url);
  return page;
}

/**
 * Makes a page as slow as the variables of the tests say (CONTRIBUTING.md), so that what is right only on a quick machine fails:
 * `TEST_PAGE_SLOWDOWN` times as slow, and each request up to `TEST_PAGE_LATENCY` milliseconds late, so that answers arrive in
 * another order. Not by the browser's own conditions of the network, which a test's `setOffline` could not change.
 */
async function slowDown(page: Page): Promise<void> {
  const { TEST_PAGE_SLOWDOWN: rate, TEST_PAGE_LATENCY: latency } = process.env;
  if (rate !== undefined) {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: Number(rate) });
  }
  if (latency === undefined) return;
  await page.route('**', async (route) => {
    await setTimeout(Math.random() * Number(latency));
    await route.fallback();
  });
}

async function openProgram(
  { readers }: CompanyVendors,
  ends: (() => Promise<unknown>)[],
  { isEmpty = false, isInRealTime = false, configure }: ProgramOptions,
): Promise<{ app: App; url: string }> {
  const { connection, remove } = await freshPostgresql({ company: !isEmpty });
  ends.push(remove);
  const variables = { QBR_PORT: '0', DATABASE_URL: connection.url, QBR_TIMEZONE: TIME_ZONE };
  const environment = { ...variables, ...(await configure?.(ends)) };
  const clock = () => (isInRealTime ? new Date() : COMPANY_NOW);
  const logger = createLogger({ level: 'silent', file: null, stream: 'none', secrets: [] });
  const app = withOperator(await openApp(parseConfig(environment), { logger, command: 'vitest', clock, readers }));
  ends.push(() => app.close());
  const server = await startServer(app);
  ends.push(() => server.close());
  return { app, url: server.url };
}

/** Makes a page render for a signed-in viewer of a role, by changing the result of the Shell operation. */
export async function viewAs(page: Page, role: 'VIEWER' | 'EDITOR'): Promise<void> {
  await page.route('**/graphql?operationName=Shell*', async (route) => {
    const response = await route.fetch();
    const { data } = await response.json();
    const memberships = [{ organizationId: 1, name: data.organization.name, isArchived: false, role }];
    const viewer = { name: 'anna@example.com', roles: [role], isLocal: false, isOperator: false, memberships };
    await route.fulfill({ response, json: { data: { ...data, viewer } } });
  });
}

/** Keeps the answers of an operation from a page until the returned function is called. */
export async function holdAnswers(page: Page, operation: string): Promise<() => void> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(`**/graphql?operationName=${operation}&*`, async (route) => {
    await released;
    await route.fallback();
  });
  return release;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Serious and critical findings of axe-core on a page, by WCAG 2.2 AA: rule and element. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    // Colours that are on their way from one to the other have the contrast of neither.
    const transitions = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      // What nobody reads takes half of its time: where the elements are that passed, and style sheets of other origins.
      ...{ resultTypes: ['violations'], selectors: false, preload: false },
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

/** Expects of a page at its size what each view promises: no serious finding, and no horizontal scrolling. */
export async function expectUsable(page: Page, viewport: { readonly width: number }): Promise<void> {
  expect(await seriousFindings(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
}
