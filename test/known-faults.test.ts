import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newPassword } from '#src/auth/password.ts';
import { fileVariable, SECRET_VARIABLES } from '#src/config/secrets.ts';
import { packageRoot } from '#src/package-root.ts';

/** A fault that was seen in a real system, and the test that would find it here. */
type KnownFault = readonly [fault: string, file: string, title: string];

/** What went wrong in the server that this one replaces. */
const OF_THE_ORIGINAL: readonly KnownFault[] = [
  ['subtotals are counted beside their accounts', 'core/books/report-shapes', 'never counts a subtotal'],
  ['the result depends on the order of rows', 'core/books/account-mapping', 'do not depend on the order of rows'],
  ['a metric that becomes 0 keeps its last value', 'service/books/original-faults', '3: stores 0'],
  ['manual entries are overwritten', 'service/books/import-books', 'keeps what was entered by hand'],
  [
    'a broken answer counts as an empty month',
    'service/books/faults',
    'refuses one month alone, once, and says why: %s',
  ],
  ['status and severity are never read', 'service/books/faults', 'shows why no month at all was stored'],
  ['a long answer is cut off', 'service/books/original-faults', '7: keeps every line'],
  ['the basis is neither asked nor kept', 'service/books/session', 'asks in the configured basis'],
  ['net profit is shown without its inputs', 'service/books/original-faults', '9: has no net profit'],
  ['a month is never read again', 'service/books/session', 'stores a month again only where something differs'],
  ['one metric has several values', 'service/books/original-faults', '11: has one value for a metric'],
  ['a month is asked for again and again', 'service/books/session', 'brings every month of the window'],
  ['an unknown ticket is accepted, sessions never end', 'service/books/faults', 'tells an unknown ticket nothing'],
  ['methods of the service are missing', 'collect/quickbooks-desktop/soap', 'has all eight methods'],
  ['a secret in a file of the shell is expanded', 'known-faults', 'a password has no character that a shell expands'],
  ['XML entities are expanded', 'http/web-connector', 'answers every hostile request with a fault'],
  ['a formula is written twice', 'service/books/original-faults', '17: does not subtract COGS'],
  ['commands carry a password', 'known-faults', 'no command takes a password as an argument'],
];

/** What other servers of the Web Connector get wrong, as reported by those who use them. */
const OF_WEB_CONNECTORS: readonly KnownFault[] = [
  ['a failed request is sent for ever', 'service/books/faults', 'asks three times at most for what is never answered'],
  ['"no work" is told by no answer', 'service/books/faults', 'answers none while it is paused'],
  ['an empty text is left out of the answer', 'collect/quickbooks-desktop/soap', '%s has exact bytes'],
  ['elements of the answer have other names', 'collect/quickbooks-desktop/soap', '%s has exact bytes'],
  ['SOAP 1.2 is answered to 1.1', 'collect/quickbooks-desktop/soap', 'with %s is a fault'],
  ['something stands before the XML', 'collect/quickbooks-desktop/soap', '%s has exact bytes'],
  ['the content type is wrong', 'http/web-connector', 'answers GET without sign-in'],
  [
    'elements of a request are out of order',
    'collect/quickbooks-desktop/session',
    'in the order that QuickBooks demands',
  ],
  ['a long answer ends the connection', 'http/web-connector', 'one call with a report of five'],
  ['QuickBooks is opened for ever', 'service/books/faults', 'tries to open QuickBooks twice more'],
  ['the address cannot be checked (QBWC1048)', 'http/web-connector', 'answers GET without sign-in'],
  ['sessions of two companies are mixed', 'service/books/faults', 'refuses another company file with words'],
  ['the ids of the file change (QBWC1039)', 'http/web-connector', 'keeps its ids, and never a password'],
  [
    'an answer is taken for that of another request',
    'collect/quickbooks-desktop/session',
    'takes no answer with the id %j',
  ],
  [
    'a request has characters that QuickBooks cannot read',
    'collect/quickbooks-desktop/session',
    'the basis last, in ASCII',
  ],
  ['the address is http', 'http/web-connector', 'is refused for %s'],
  ['serverVersion is not found', 'http/web-connector', 'says its version, and wants no other client'],
  ['a new certificate ends the updates in silence', 'cli/commands/books', 'what a new certificate needs'],
];

const TEST = join(packageRoot(), 'test');

describe.each([
  ['the original', OF_THE_ORIGINAL],
  ['servers of the Web Connector', OF_WEB_CONNECTORS],
])('a known fault of %s has its test', (_, faults) => {
  it.each(faults)('%s: %s', (_fault, file, title) => {
    const text = readFileSync(join(TEST, `${file}.test.ts`), 'utf8');
    const titles = [...text.matchAll(/\bit(?:\.each\([\s\S]*?\))?\(\s*(['"`])(.*?)\1,/g)].map(
      ([, , each = '']) => each,
    );
    expect(titles.some((each) => each.includes(title))).toBe(true);
  });
});

describe('what an operator writes or runs', () => {
  const read = (path: string) => readFileSync(join(packageRoot(), path), 'utf8');

  it('a password has no character that a shell expands', () => {
    for (let index = 0; index < 100; index += 1) expect(newPassword()).toMatch(/^[\w-]+$/);
    // The hash, which has some, is in the database alone; every configured secret may stand in a file of its own.
    const example = read('.env.example');
    expect(example).not.toContain('$');
    for (const name of SECRET_VARIABLES) {
      expect(example).toContain(`Or ${fileVariable(name)}.`);
      expect(example).not.toMatch(new RegExp(`^${name}=.`, 'm'));
    }
  });

  it('no command takes a password as an argument, and no document shows one in a command', () => {
    const commands = readdirSync(join(packageRoot(), 'src/cli/commands')).map((file) =>
      read(`src/cli/commands/${file}`),
    );
    const options = commands.flatMap((text) => [...text.matchAll(/--[a-z-]+/g)].map(([option]) => option));
    expect(options.length).toBeGreaterThan(20);
    expect(options.filter((option) => /pass|secret|token|credential/.test(option))).toEqual([]);
    const documents = [
      'README.md',
      'CONTRIBUTING.md',
      ...readdirSync(join(packageRoot(), 'docs')).map((file) => `docs/${file}`),
    ];
    for (const path of documents.filter((each) => each.endsWith('.md'))) {
      expect(read(path)).not.toMatch(/:\/\/[^\s:@/]+:[^\s@/]+@|PGPASSWORD=\S|--password/);
    }
  });
});
