import { beforeEach, expect, it } from 'vitest';
import { qwcFile } from '#src/collect/quickbooks-desktop/qwc-file.ts';
import { parseXml } from '#src/collect/quickbooks-desktop/xml.ts';
import { connectBooks } from '#src/service/books/connect.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../kit/databases.ts';
import { createSoapClient, envelopeOf } from '../kit/quickbooks/soap-client.ts';
import { scopeOn } from '../kit/services.ts';
import { type Books, serveBooks } from '../service/books/harness.ts';

const XML = 'text/xml; charset=utf-8';

describeOnOwnDatabases('/qbwc', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const post = async ({ app }: Books, body: string | Buffer, headers: Record<string, string> = {}) => {
    const client = createSoapClient(app.url);
    const { status, headers: answered, body: text } = await client.post(body, headers);
    client.close();
    return { status, type: answered['content-type'], text };
  };

  it('answers GET without sign-in, says what it is, and describes itself', async () => {
    const { app } = await serveBooks(use().database);
    const client = createSoapClient(app.url);
    expect(await client.get()).toMatchObject({
      status: 200,
      body: expect.stringContaining('QuickBooks Web Connector'),
    });
    for (const query of ['?wsdl', '?WSDL']) {
      const wsdl = await client.get(query);
      expect(wsdl).toMatchObject({ status: 200, headers: { 'content-type': XML } });
      expect(wsdl.body).toContain('location="http://localhost/qbwc"');
    }
    client.close();
    expect((await fetch(app.url, { method: 'PUT' })).status).toBe(405);
  });

  it('says its version, and wants no other client', async () => {
    const { app } = await serveBooks(use().database);
    const client = createSoapClient(app.url);
    expect(await client.call('serverVersion', [])).toEqual(['0.1.0']);
    expect(await client.call('clientVersion', [['strVersion', '2.3.0.36']])).toEqual(['']);
    expect(await client.call('clientVersion', [])).toEqual(['']);
    client.close();
  });

  it('takes names in UTF-8 and in the charset of the content type', async () => {
    const books = await serveBooks(use().database);
    const call = envelopeOf('getLastError', [['ticket', 'é']]);
    expect((await post(books, call)).status).toBe(200);
    const latin = Buffer.from(call.replace('utf-8', 'iso-8859-1'), 'latin1');
    expect((await post(books, latin, { 'Content-Type': 'text/xml; charset=iso-8859-1' })).status).toBe(200);
    expect((await post(books, latin)).status).toBe(415);
  });

  it('answers every hostile request with a fault, without a stack, and goes on', async () => {
    const books = await serveBooks(use().database);
    const call = envelopeOf('serverVersion', []);
    const dtd = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    const soap12 = call.replace('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope');
    const requests: [string, string | Buffer, Record<string, string>, number][] = [
      ['nothing', '', {}, 500],
      ['no XML', 'hello', {}, 500],
      ['a DTD', dtd + call.replace(/^<\?xml.*?\?>/, ''), {}, 500],
      ['deep nesting', '<a>'.repeat(1_000_000), {}, 500],
      ['SOAP 1.2', soap12, { 'Content-Type': 'application/soap+xml' }, 500],
      ['another action', call, { SOAPAction: '"http://developer.intuit.com/authenticate"' }, 500],
      ['an unknown method', envelopeOf('constructor', []), {}, 500],
      ['a form', 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
      ['an unknown charset', call, { 'Content-Type': 'text/xml; charset=x-none' }, 415],
      ['too much', Buffer.alloc(10_000_001, ' '), {}, 413],
    ];
    for (const [name, body, headers, status] of requests) {
      const answer = await post(books, body, headers);
      expect([name, answer.status, answer.type]).toEqual([name, status, XML]);
      expect(answer.text).toMatch(/^<\?xml.*<faultcode>soap:(Client|VersionMismatch)<\/faultcode>/);
      expect(answer.text).not.toMatch(/\n\s+at |\.ts:|node:/);
    }
    expect((await post(books, call)).status).toBe(200);
  });

  it('reads a body of nearly ten million bytes, and one call with a report of five', async () => {
    const books = await serveBooks(use().database);
    expect((await post(books, envelopeOf('getLastError', [['ticket', 'x'.repeat(9_900_000)]]))).status).toBe(200);
    const accounts = Array.from({ length: 11_000 }, (_, index) => {
      return { id: `9-${index}`, fullName: `Account ${index} ${'x'.repeat(140)}`, type: 'Expense' as const };
    });
    const postings = accounts.map(({ fullName }) => ({ account: fullName, date: '2025-03-01', amount: '1.00' }));
    const result = await books.update(books.company({ accounts, postings, name: 'x'.repeat(100_000) }));
    expect(result).toMatchObject({ percent: 100, closed: 'OK' });
    expect(await use().database.prisma.statementLine.count()).toBe(11_000);
  });

  it('masks an unexpected error', async () => {
    const books = await serveBooks(use().database);
    await use().database.prisma.$executeRawUnsafe('ALTER TABLE qbr_books_connection RENAME TO moved');
    const answer = await post(books, envelopeOf('getLastError', [['ticket', 'x']]));
    await use().database.prisma.$executeRawUnsafe('ALTER TABLE moved RENAME TO qbr_books_connection');
    expect(answer).toMatchObject({ status: 500, type: XML });
    expect(answer.text).toMatch(/<faultcode>soap:Server<\/faultcode><faultstring>Unexpected error; the log/);
    expect(answer.text).not.toContain('qbr_books_connection');
    expect(books.logged.join()).toContain('A call of the Web Connector failed');
  });
});

describeOnOwnDatabases('a .qwc file', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const connect = (publicUrl: string, userName?: string) =>
    connectBooks(scopeOn(use().database), { publicUrl, userName });

  it('has what the Web Connector needs, keeps its ids, and never a password', async () => {
    const first = await connect('https://books.example.com/qbr', 'ann');
    const text = (qwc: string, name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(qwc)?.[1];
    expect(text(first.qwc, 'AppURL')).toBe('https://books.example.com/qbr/qbwc');
    expect(text(first.qwc, 'UserName')).toBe('ann');
    expect(text(first.qwc, 'FileID')).toMatch(/^\{[\da-f-]{36}\}$/);
    for (const part of ['IsReadOnly>true', 'pdpNotNeeded', 'umpRequired', 'RunEveryNMinutes>60', 'QBType>QBFS']) {
      expect(first.qwc).toContain(part);
    }
    const second = await connect('https://books.example.com/qbr');
    for (const name of ['FileID', 'OwnerID']) expect(text(second.qwc, name)).toBe(text(first.qwc, name));
    expect(second.password).not.toBe(first.password);
    const rows = await use().database.prisma.$queryRaw<{ all: string }[]>`
      SELECT (SELECT json_agg(c) FROM qbr_books_connection c)::text || (SELECT json_agg(a) FROM qbr_audit a)::text AS all`;
    for (const { password, qwc } of [first, second]) expect(JSON.stringify([rows, qwc])).not.toContain(password);
  });

  it.each([
    ['http://books.example.com', /https/],
    ['https://192.0.2.7', /IP address/],
    ['https://[2001:db8::1]:8443', /IP address/],
  ])('is refused for %s', async (url, message) => {
    await expect(connect(url)).rejects.toThrow(message);
    expect(await use().database.prisma.booksConnection.count()).toBe(0);
  });

  it.each(['a b', 'a\r\nSet-Cookie: x', '<x/>', '', 'x'.repeat(81)])(
    'is refused for the user name %j',
    async (name) => {
      await expect(connect('https://books.example.com', name)).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    },
  );
});

it('a .qwc file is well-formed whatever stands in it', () => {
  const hostile = `a"&'<b>\r\n</AppName><AppURL>http://evil.example</AppURL>`;
  const root = parseXml(
    qwcFile({ appName: hostile, appUrl: hostile, supportUrl: hostile, userName: hostile, ownerId: 'o', fileId: 'f' }),
  );
  const urls = root.children.filter(({ name }) => name === 'AppURL');
  expect(urls.map(({ text }) => text)).toEqual([hostile]);
});
