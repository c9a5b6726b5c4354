import { mkdirSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { freePort } from '../kit/free-port.ts';
import { CLIENT, type OpenIdTestProvider, startProvider } from '../kit/openid/provider.ts';
import { scopeOn } from '../kit/services.ts';
import { type Dashboard, describeInBrowser, expectUsable, SIZES } from './dashboard.ts';

/** Where to keep pictures of the pages, for people to look at; nowhere if it is not set. */
const PICTURES = process.env['TEST_PICTURES'];
/** Values that only one organization has, as they are shown. */
const MARKS = { 1: '71,717', 2: '82,828' } as const;
const VIEWS = ['', 'sheet?year=2026', 'trends', 'quality', 'settings', 'settings/general', 'settings/people'] as const;

let provider: OpenIdTestProvider;

/**
 * With a real OpenID provider that asks for the account: Ann is admin of the first organization, Ben of the second, Cy belongs to
 * both, and Olga operates the server and belongs to none.
 */
async function configure(ends: (() => Promise<unknown>)[]): Promise<Readonly<Record<string, string>>> {
  const port = await freePort();
  provider = await startProvider(await freePort(), `http://127.0.0.1:${port}`);
  ends.push(() => provider.stop());
  for (const name of ['ann', 'ben', 'cy', 'olga', 'dee']) {
    await provider.expect(name, { name, email: `${name}@example.com`, email_verified: true });
  }
  await provider.expect('asks', {});
  const users = {
    'ann@example.com': { 1: 'admin' },
    'ben@example.com': { 2: 'admin' },
    'cy@example.com': { 1: 'viewer', 2: 'editor' },
    'olga@example.com': 'operator',
  };
  return {
    QBR_PORT: String(port),
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.clientId,
    OIDC_CLIENT_SECRET: CLIENT.clientSecret,
    QBR_USERS: JSON.stringify(users),
  };
}

/** The second organization, and a marked value and name of each. */
async function fill({ app: { database } }: Dashboard): Promise<void> {
  const at = new Date();
  await database.prisma.organization.updateMany({ where: { id: 1 }, data: { name: 'Alder IT' } });
  const { id: second } = await database.prisma.organization.create({ data: { name: 'Birch IT', slug: 'birch-it' } });
  expect(second).toBe(2);
  for (const [id, mark] of Object.entries(MARKS)) {
    const entries = [{ metric: 'mrr', value: new Decimal(mark.replace(',', '')), notes: null }];
    await enterMetrics(scopeOn(database, at, Number(id)), { period: '2026-06', entries });
  }
}

describeInBrowser(
  'two people in two organizations',
  (use) => {
    /** A page of a person who has just signed in. */
    const pageOf = async (account: string, path: string, options?: BrowserContextOptions): Promise<Page> => {
      // The provider's own pages.
      const page = await use().open(path, options, [/Failed to load resource/]);
      await page.getByLabel('Account').fill(account);
      await page.getByRole('button', { name: 'Continue' }).click();
      return page;
    };
    const keepPicture = async (page: Page, name: string) => {
      if (PICTURES === undefined) return;
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
    };
    beforeAll(() => fill(use()));

    it('work at the same time, and see nothing of each other', async () => {
      const [ann, ben] = [await pageOf('ann', '/sheet?year=2026'), await pageOf('ben', '/o/2/sheet?year=2026')];
      await ann.getByText(MARKS[1]).first().waitFor();
      await ben.getByText(MARKS[2]).first().waitFor();
      // Both enter a value and name their company at once.
      const answers = { ann: recordAnswers(ann), ben: recordAnswers(ben) };
      const rename = async (page: Page, path: string, name: string) => {
        await page.goto(`${use().url}${path}`);
        await page.getByLabel('Name').fill(name);
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByText('Saved.', { exact: true }).waitFor();
      };
      await Promise.all([
        rename(ann, '/settings/general', 'Alder Networks'),
        rename(ben, '/o/2/settings/general', 'Birch Networks'),
      ]);
      const shown: Record<'ann' | 'ben', string[]> = { ann: [], ben: [] };
      for (const view of VIEWS) {
        await Promise.all([ann.goto(`${use().url}/${view}`), ben.goto(`${use().url}/o/2/${view}`)]);
        await Promise.all([
          ann.getByRole('link', { name: 'Alder Networks' }).waitFor(),
          ben.getByRole('link', { name: 'Birch Networks' }).waitFor(),
        ]);
        if (view.startsWith('sheet')) {
          await Promise.all([ann.getByText(MARKS[1]).first().waitFor(), ben.getByText(MARKS[2]).first().waitFor()]);
        }
        await Promise.all([ann.waitForLoadState('networkidle'), ben.waitForLoadState('networkidle')]);
        shown.ann.push(await ann.content());
        shown.ben.push(await ben.content());
      }
      const seen = {
        ann: [...shown.ann, ...(await answers.ann())].join('\n'),
        ben: [...shown.ben, ...(await answers.ben())].join('\n'),
      };
      expect(seen.ann.includes(MARKS[1])).toBe(true);
      expect(seen.ben.includes(MARKS[2])).toBe(true);
      const found = (text: string, foreign: readonly string[]) => foreign.filter((each) => text.includes(each));
      expect(found(seen.ann, [MARKS[2], digitsOf(2), 'Birch', 'ben@example.com'])).toEqual([]);
      expect(found(seen.ben, [MARKS[1], digitsOf(1), 'Alder', 'ann@example.com'])).toEqual([]);
    });

    it('are led to their own organization, and an address of the other looks like one of none', async () => {
      const page = await pageOf('ben', '/');
      await page.waitForURL(`${use().url}/o/2/`);
      expect(await page.getByLabel('Organization').count()).toBe(0);
      const texts: string[] = [];
      for (const id of [1, 999]) {
        await page.goto(`${use().url}/o/${id}/sheet`);
        await page.getByRole('heading', { name: 'Organization not found' }).waitFor();
        expect(await page.getByRole('link').allTextContents()).toEqual(['Birch Networks']);
        texts.push(await page.locator('#root').innerHTML());
      }
      expect(texts[0]).toBe(texts[1]);
    });

    it('switch, if they belong to both, and have in each the role that they have there', async () => {
      const page = await pageOf('cy', '/sheet?year=2026');
      await page.getByText('cy@example.com (viewer)').waitFor();
      await page.getByText(MARKS[1]).first().waitFor();
      await page.getByLabel('Organization').selectOption('Birch Networks');
      await page.waitForURL(`${use().url}/o/2/`);
      await page.getByText('cy@example.com (editor)').waitFor();
      await page.getByRole('link', { name: 'Sheet', exact: true }).click();
      await page.getByText(MARKS[2]).first().waitFor();
      expect(await page.getByText(MARKS[1]).count()).toBe(0);
    });

    it('are given roles in one organization, whatever they are in the other', async () => {
      const page = await pageOf('ben', '/o/2/settings/people');
      await page.getByLabel('E-mail address').fill('dee@example.com');
      await page.getByRole('button', { name: 'Invite' }).click();
      await page.getByText('dee@example.com can sign in now.').waitFor();
      const cy = page.getByRole('row', { name: /cy@example\.com/ });
      await cy.getByText('editor by the configuration; a higher role given here applies').waitFor();
      await cy.getByLabel('Role of cy').selectOption('ADMIN');
      await cy.getByRole('button', { name: 'Save' }).click();
      await cy.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Remove dee@example.com' }).click();
      await page.getByText('Their access here ends immediately.').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await page.getByText('dee@example.com is removed.').waitFor();
      const given = await use().app.database.prisma.membership.findMany({ include: { person: true } });
      const facts = given.map(({ organizationId, role, person }) => [organizationId, role, person.email]);
      expect(facts).toEqual([[2, 'admin', 'cy@example.com']]);
    });

    it('are created, given an admin, renamed and archived by an operator, who sees no numbers', async () => {
      const page = await pageOf('olga', '/');
      await page.getByRole('heading', { name: 'No organization yet' }).waitFor();
      const answers = recordAnswers(page);
      await page.getByRole('link', { name: 'the organizations of this server' }).click();
      await page.getByText('olga@example.com (operator)').waitFor();
      expect(await page.getByRole('link', { name: 'Review', exact: true }).count()).toBe(0);
      await page.getByRole('button', { name: 'Create an organization' }).click();
      const creating = page.getByRole('dialog', { name: 'Create an organization' });
      await creating.getByLabel('Slug').fill('birch-it');
      await creating.getByRole('button', { name: 'Create' }).click();
      await creating.getByText('An organization needs a name').waitFor();
      await creating.getByLabel('Name').fill('Cedar IT');
      await creating.getByRole('button', { name: 'Create' }).click();
      await creating.getByText('The slug birch-it is taken').waitFor();
      await creating.getByLabel('Slug').fill('');
      await creating.getByRole('button', { name: 'Create' }).click();
      await page.getByText('Cedar IT is created. Nobody belongs to it yet').waitFor();
      const row = page.getByRole('row', { name: /cedar-it/ });

      await row.getByRole('button', { name: 'Members: Cedar IT' }).click();
      const members = page.getByRole('dialog', { name: 'Members of Cedar IT' });
      await members.getByText('Nobody belongs to it yet.').waitFor();
      await members.getByLabel('E-mail address').fill('dee@example.com');
      await members.getByRole('button', { name: 'Give a membership' }).click();
      await members.getByText('admin, has not signed in yet').waitFor();
      await keepPicture(page, 'organizations-members');
      await members.getByRole('button', { name: 'Close' }).click();

      await row.getByRole('button', { name: 'Rename: Cedar IT' }).click();
      const renaming = page.getByRole('dialog', { name: 'Rename Cedar IT' });
      await renaming.getByLabel('Name').fill('Cedar Systems');
      await renaming.getByRole('button', { name: 'Rename' }).click();
      await page.getByText('Cedar IT is now Cedar Systems.').waitFor();
      await row.getByRole('button', { name: 'Archive: Cedar Systems' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
      await page.getByText('Cedar Systems is archived.').waitFor();
      await row.getByRole('button', { name: 'Make active: Cedar Systems' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Make active' }).click();
      await page.getByText('Cedar Systems is active again.').waitFor();
      expect(await page.getByRole('button', { name: /^Archive: Alder/ }).count()).toBe(0);

      await page.goto(`${use().url}/o/2/sheet?year=2026`);
      await page.getByRole('heading', { name: 'Organization not found' }).waitFor();
      const seen = (await answers()).join('\n');
      for (const id of [1, 2] as const) expect(seen).not.toContain(digitsOf(id));

      const dee = await pageOf('dee', '/');
      await dee.getByText('dee@example.com (admin)').waitFor();
      await dee.getByRole('link', { name: 'Cedar Systems' }).waitFor();
    });

    it('are searched and paged by operators, and hidden from all others', async () => {
      await use().app.database.prisma.organization.createMany({
        data: Array.from({ length: 30 }, (_, index) => ({ name: `Many ${index}`, slug: `many-${index}` })),
      });
      const page = await pageOf('olga', '/organizations');
      await page.getByRole('row').nth(25).waitFor();
      await page.getByRole('button', { name: 'Show more' }).click();
      await page.getByRole('row', { name: /Alder/ }).waitFor();
      await page.getByLabel('Search by name or slug').fill('birch');
      await page
        .getByRole('row', { name: /many-1/ })
        .first()
        .waitFor({ state: 'detached' });
      expect(await page.getByRole('row').count()).toBe(2);
      await page.getByLabel('Search by name or slug').fill('nothing like it');
      await page.getByText('No organization has this in its name or slug.').waitFor();
      const ann = await pageOf('ann', '/organizations');
      await ann.getByText('Only operators can see this page.').waitFor();
      expect(await ann.getByRole('link', { name: 'Organizations' }).count()).toBe(0);
    });

    it.each(Object.entries(SIZES))(
      'have pages that are accessible and fit a %s, in dark and light',
      async (name, viewport) => {
        const operating = await pageOf('olga', '/organizations', { viewport, colorScheme: 'dark' });
        await operating.getByRole('row', { name: /Many 29/ }).waitFor();
        const people = await pageOf('ben', '/o/2/settings/people', { viewport, colorScheme: 'dark' });
        await people.getByRole('row', { name: /cy@example\.com/ }).waitFor();
        for (const colorScheme of ['dark', 'light'] as const) {
          for (const [view, page] of Object.entries({ operating, people })) {
            await page.emulateMedia({ colorScheme });
            await expectUsable(page, viewport);
            await keepPicture(page, `${view}-${name}-${colorScheme}`);
          }
        }
      },
    );
  },
  { isEmpty: true, isInRealTime: true, configure },
);

/** The bodies of all answers to a page from now on, as they were received. */
function recordAnswers(page: Page): () => Promise<string[]> {
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    // Scripts hold no data; a body that is gone with its page was of one that is over.
    if (response.url().includes('/graphql') || response.url().includes('/api/')) {
      bodies.push(response.text().catch(() => ''));
    }
  });
  return () => Promise.all(bodies);
}

/** The marked value as answers have it. */
function digitsOf(organization: keyof typeof MARKS): string {
  return MARKS[organization].replace(',', '');
}
