import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { createHarness } from '../serving/harness.ts';
import { median, timeOf } from '../serving/timing.ts';
import { startServer } from '../start/process.ts';

const YEARS = [3, 2, 1].map((back) => new Date().getUTCFullYear() - back);
const ROUNDS = 5;

/**
 * Prints how long a server takes to preview, store and undo the import of a workbook of 36 months and every metric that is entered or collected, beside what
 * the library takes to read the same bytes in the same minute.
 */
async function measureImport(url: string): Promise<void> {
  const server = await startServer({ DATABASE_URL: url });
  const times: Record<'read' | 'preview' | 'apply' | 'undo', number[]> = { read: [], preview: [], apply: [], undo: [] };
  let cells = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const bytes = await workbook(round);
    const post = async (path: string, body: Uint8Array | string, type: string) => {
      const response = await fetch(`${server.url}/api/qbr${path}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: typeof body === 'string' ? body : Buffer.from(body),
      });
      if (!response.ok) throw new Error(await response.text());
      return ((await response.json()) as { data: { import_id: number | null; cells: unknown[] } }).data;
    };
    times.read.push(await timeOf(() => readXlsx(bytes, { readStyles: true })));
    times.preview.push(
      await timeOf(async () => {
        cells = (await post('/import?dryRun=true', bytes, XLSX)).cells.length;
      }),
    );
    let id: number | null = null;
    times.apply.push(
      await timeOf(async () => {
        id = (await post('/import', bytes, XLSX)).import_id;
      }),
    );
    times.undo.push(await timeOf(() => post('/import/undo', JSON.stringify({ import_id: id }), 'application/json')));
  }
  const read = median(times.read);
  const shown = (['preview', 'apply', 'undo'] as const).map((name) => {
    const time = median(times[name]);
    return `${name} ${time.toFixed(0)} ms (${(time / read).toFixed(1)} ×)`;
  });
  process.stdout.write(
    `import of ${cells} cells: ${shown.join(', ')} the library's reading of the file (${read.toFixed(0)} ms); ` +
      `memory at its peak ${server.peakMemory().toFixed(0)} MiB\n`,
  );
  await server.stop();
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Three years as sheets, of every metric that is not calculated; the numbers are others in each round. */
function workbook(round: number): Promise<Uint8Array> {
  const metrics = METRICS.filter(({ formula }) => formula === null);
  const months = Array.from({ length: 12 }, (_, index) => index);
  return writeXlsx({
    sheets: YEARS.map((year) => ({
      name: String(year),
      rows: [
        ['Metric', ...months.map((month) => new Date(Date.UTC(year, month, 1)))],
        ...metrics.map(({ label }, row) => [label, ...months.map((month) => 1_000 + row * 12 + month + round)]),
      ],
    })),
  });
}

const harness = createHarness('6');
try {
  await measureImport(await harness.startPostgres());
} finally {
  harness.close();
}
