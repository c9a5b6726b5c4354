import { beforeEach, expect, it } from 'vitest';
import { LOCAL_VIEWER } from '#src/auth/viewer.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { NOW } from '../kit/services.ts';
import { restOver } from './api.ts';

describeOnBothDatabases('a file of values sent to REST', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const post = async (path: string, init: Omit<RequestInit, 'method'>) => {
    const request = new Request(`http://127.0.0.1/api/qbr${path}`, { method: 'POST', ...init });
    const response = await restOver(use(), { now: () => NOW })(request, { requestId: 'r', viewer: LOCAL_VIEWER });
    return { status: response.status, body: (await response.json()) as { data?: Record<string, unknown> } };
  };
  const formOf = (...files: readonly File[]) => {
    const form = new FormData();
    for (const file of files) form.append('file', file);
    return { body: form };
  };
  const values = new File(['Metric,Jan 2025\nNRR,7\n'], 'values.csv');

  it('is the one file of a form, or the body itself', async () => {
    const shown = await post('/import?dryRun=true', formOf(values));
    expect(shown).toMatchObject({ status: 200, body: { data: { file_name: 'values.csv', applied: false } } });
    const digest = String(shown.body.data?.['digest']);
    const headers = { 'content-type': 'text/csv' };
    const stored = await post(`/import?digest=${digest}`, { headers, body: await values.text() });
    expect(stored).toMatchObject({ status: 200, body: { data: { file_name: 'values', applied: true, import_id: 1 } } });
    const again = await post(`/import?digest=${digest}`, formOf(values));
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
  });

  it('is neither two files, nor none, nor a form that is broken', async () => {
    const broken = { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x\r\nnothing' };
    for (const init of [formOf(values, values), formOf(), broken, { body: 'text' }]) {
      const { status, body } = await post('/import', init);
      expect([status, body]).toMatchObject([415, { error: { code: 'UNSUPPORTED_MEDIA_TYPE' } }]);
    }
    expect(await use().database.prisma.monthlyMetric.count()).toBe(0);
  });
});
