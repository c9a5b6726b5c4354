import { expect, it } from 'vitest';
import { LOCAL_VIEWER } from '#src/auth/viewer.ts';
import { describeOnBothDatabases } from '../kit/databases.ts';
import { restOver } from './api.ts';

const BODY = '{"period":"2025-03","metrics":[{"metric_name":"telemarketing_dials","metric_value":7,"notes":"plain"}]}';

describeOnBothDatabases('a body of REST that is not UTF-8', (use) => {
  const post = async (body: Uint8Array<ArrayBuffer>, type: string) => {
    const request = new Request('http://localhost/api/qbr/metrics/manual', {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    const response = await restOver(use())(request, { requestId: 'r', viewer: LOCAL_VIEWER });
    return { status: response.status, body: await response.json() };
  };

  it.each([
    ['names another charset', Buffer.from(BODY), 'application/json; charset=iso-8859-1'],
    ['is Latin-1', Buffer.from(BODY.replace('plain', 'Café'), 'latin1'), 'application/json'],
    ['is UTF-16', Buffer.from(`\ufeff${BODY}`, 'utf16le'), 'application/json'],
  ])('is refused where it %s, before it reaches the database', async (_, body, type) => {
    const statements = await use().statementsOf(async () => {
      expect(await post(body, type)).toMatchObject({
        status: 400,
        body: { success: false, error: { code: 'INVALID_JSON' } },
      });
    });
    expect(statements).toEqual([]);
  });

  it('is none, though it names its charset', async () => {
    expect(await post(Buffer.from(BODY), 'application/json; charset="UTF-8"')).toMatchObject({ status: 200 });
  });
});
