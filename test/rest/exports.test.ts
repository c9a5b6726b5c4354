import { gunzipSync } from 'node:zlib';
import { readXlsx } from 'hucre/xlsx';
import { beforeEach, expect, it } from 'vitest';
import { LOCAL_VIEWER, NOBODY, type Viewer } from '#src/auth/viewer.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { enter, NOW } from '../kit/services.ts';
import { restOver } from './api.ts';

describeOnBothDatabases('files of the REST API', (use) => {
  beforeEach(async () => {
    await emptyDatabase(use());
    await enter(use().database, '2025-01', { nrr: '-2044.5', mrr: '109682' });
  });

  const get = (path: string, options: { viewer?: Viewer; headers?: Record<string, string>; method?: string } = {}) => {
    const { viewer = LOCAL_VIEWER, headers = {}, method = 'GET' } = options;
    const request = new Request(`http://127.0.0.1/api/qbr${path}`, { method, headers });
    return restOver(use(), { now: () => NOW })(request, { requestId: 'r', viewer });
  };

  it('are a workbook and a table of a year', async () => {
    const book = await get('/export/workbook?year=2025');
    expect([book.status, book.headers.get('content-type'), book.headers.get('content-disposition')]).toEqual([
      200,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'attachment; filename="monthly-business-review-2025.xlsx"',
    ]);
    const { sheets } = await readXlsx(new Uint8Array(await book.arrayBuffer()));
    expect(sheets[0]?.rows.flat()).toContain(-2044.5);
    const table = await get('/export/csv?year=2025');
    expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await table.text()).toMatch(/^Category,Key,Name,2025-01,/);
  });

  it('are the pack of a period', async () => {
    const pack = await get('/export/pack?period=2025-Q1&paper=a4');
    const headers = ['content-type', 'content-disposition'].map((name) => pack.headers.get(name));
    expect([pack.status, ...headers]).toEqual([
      ...[200, 'application/pdf', 'attachment; filename="business-review-2025-Q1.pdf"'],
    ]);
    expect(Buffer.from(await pack.arrayBuffer()).toString('latin1')).toMatch(/^%PDF-1\.7[\s\S]*%%EOF\s*$/);
  });

  it('are every value of a range, in pieces, coded as they come', async () => {
    await use().database.prisma.$executeRaw`
      INSERT INTO qbr_metrics_monthly (organization_id, period, metric_name, metric_value, data_source, manually_entered_by)
      SELECT 1, '2024-01', 'custom_' || n, n, 'manual', 'tester' FROM generate_series(1, 11000) AS n`;
    const plain = await get('/export/values?from=2024-01&to=2025-12');
    const text = await plain.text();
    expect(text.split('\r\n')).toHaveLength(11_000 + 2 + 2);
    expect(text).toContain('2025-01,nrr,-2044.5,manual,tester,,');
    const coded = await get('/export/values?from=2024-01&to=2025-12', { headers: { 'accept-encoding': 'gzip, br' } });
    expect([coded.headers.get('content-encoding'), coded.headers.get('x-accel-buffering')]).toEqual(['gzip', 'no']);
    expect(gunzipSync(Buffer.from(await coded.arrayBuffer())).toString()).toBe(text);
    const lines = (await (await get('/export/values?from=2025-01&format=jsonl')).text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).metric)).toEqual(['mrr', 'nrr']);
  });

  it('read no more of the database than a client has taken', async () => {
    await use().database.prisma.$executeRaw`
      INSERT INTO qbr_metrics_monthly (organization_id, period, metric_name, metric_value, data_source, manually_entered_by)
      SELECT 1, '2024-01', 'custom_' || n, n, 'manual', 'tester' FROM generate_series(1, 30000) AS n`;
    const statements = await use().statementsOf(async () => {
      const response = await get('/export/values?from=2024-01');
      const reader = response.body?.getReader();
      await reader?.read();
      await reader?.cancel();
    });
    const pages = statements.filter((statement) => statement.includes('qbr_metrics_monthly'));
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.length).toBeLessThan(4);
  });

  it('are refused as everything else is, in the envelope', async () => {
    const codes = async (path: string, viewer?: Viewer) => {
      const response = await get(path, viewer ? { viewer } : {});
      const { error } = (await response.json()) as { error: { code: string } };
      return [response.status, error.code];
    };
    expect(await codes('/export/workbook?year=26')).toEqual([400, 'INVALID_PERIOD']);
    expect(await codes('/export/workbook')).toEqual([400, 'MISSING_FIELD']);
    expect(await codes('/export/pack?period=2025-Q5')).toEqual([400, 'INVALID_PERIOD']);
    expect(await codes('/export/pack')).toEqual([400, 'MISSING_FIELD']);
    expect(await codes('/export/pack?period=2025-Q1&paper=a3')).toEqual([400, 'INVALID_PARAMETER']);
    expect(await codes('/export/pack?period=2025-Q1&presentation=1')).toEqual([400, 'INVALID_PARAMETER']);
    expect(await codes('/export/pack?period=2025-Q1&organization_id=7')).toEqual([404, 'ORGANIZATION_NOT_FOUND']);
    expect(await codes('/export/csv?year=2025&organization_id=7')).toEqual([404, 'ORGANIZATION_NOT_FOUND']);
    expect(await codes('/export/values?from=2025-02&organization_id=7')).toEqual([404, 'ORGANIZATION_NOT_FOUND']);
    expect(await codes('/export/values?from=2025-02&to=2025-01')).toEqual([400, 'INVALID_PERIOD_RANGE']);
    expect(await codes('/export/values?from=2025-02&format=xml')).toEqual([400, 'INVALID_PARAMETER']);
    expect(await codes('/export/values?from=2025-02&page=1')).toEqual([400, 'INVALID_PARAMETER']);
    const paths = ['workbook?year=2025', 'csv?year=2025', 'values?from=2025-01', 'pack?period=2025-Q1'];
    for (const path of paths) {
      expect(await codes(`/export/${path}`, NOBODY)).toEqual([401, 'UNAUTHENTICATED']);
    }
    const posted = await get('/export/values', { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});
