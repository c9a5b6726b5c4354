import { beforeEach, expect, it } from 'vitest';
import { EMPTY_MAPPING } from '#src/core/books/account-mapping.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { openCompanyFile } from '../../kit/quickbooks/company-file.ts';
import { createSoapClient } from '../../kit/quickbooks/soap-client.ts';
import { answerParameters, requestParameters } from '../../kit/quickbooks/web-connector.ts';
import { scopeOn } from '../../kit/services.ts';
import { serveBooks } from './harness.ts';

describeOnBothDatabases('the statements of SQL', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('of each call of the Web Connector are few, and nothing is read twice', async () => {
    const books = await serveBooks(use().database);
    const mapping = { from: '2024-01', reason: 'First', mapping: EMPTY_MAPPING };
    await books.update();
    await saveMapping(scopeOn(use().database), mapping, { confirm: true });
    const client = createSoapClient(books.app.url);
    const counts: string[] = [];
    const call = async (...[method, parameters]: Parameters<typeof client.call>) => {
      let answer: readonly string[] = [];
      const sent = await use().statementsOf(async () => {
        answer = await client.call(method, parameters);
      });
      const reads = sent.filter((sql) => /^\s*SELECT/i.test(sql) && !/pg_|lock/i.test(sql));
      const repeated = reads.filter((sql, index) => reads.indexOf(sql) !== index);
      expect([method, repeated]).toEqual([method, []]);
      counts.push(`${method} ${sent.length}`);
      return answer;
    };
    const { userName, password } = books.app;
    const [ticket = ''] = await call('authenticate', [
      ['strUserName', userName],
      ['strPassword', password],
    ]);
    const file = books.company();
    const quickBooks = openCompanyFile(file);
    let hcp = quickBooks.hcpResponse();
    for (let percent = 0; percent < 100; hcp = '') {
      const [request = ''] = await call('sendRequestXML', requestParameters(ticket, hcp, file));
      const answer = answerParameters(ticket, quickBooks.answer(request));
      percent = Number((await call('receiveResponseXML', answer))[0]);
    }
    await call('closeConnection', [['ticket', ticket]]);
    client.close();
    expect(counts).toMatchInlineSnapshot(`
      [
        "authenticate 11",
        "sendRequestXML 9",
        "receiveResponseXML 9",
        "sendRequestXML 8",
        "receiveResponseXML 18",
        "sendRequestXML 8",
        "receiveResponseXML 18",
        "sendRequestXML 8",
        "receiveResponseXML 19",
        "closeConnection 6",
      ]
    `);
  });
});
