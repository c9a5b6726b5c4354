import { writeXlsx } from 'hucre/xlsx';
import pg from 'pg';
import { fillBooks } from '../serving/books.ts';
import { median, timeOf } from '../serving/timing.ts';
import { startServer } from '../start/process.ts';

const YEARS_BEFORE = 10;
const CHANGES = 20_000;
const ROUNDS = 5;
/** Cells of the workbook, of which those of the changes are the most. */
const CELLS = { rows: 26_000, columns: 10 };

/**
 * Prints how long a server takes for the workbook of a year with ten years beside it, first as the books are and then with 20,000 changes,
 * as a multiple of what the library takes for as many plain cells as the second has in the same minute, and the server's memory.
 */
export async function measureWorkbook(url: string): Promise<void> {
  const year = String(new Date().getUTCFullYear() - 1);
  await fillBooks({ kind: 'postgresql', url }, (YEARS_BEFORE + 2) * 12);
  await measureYear('workbook', { url, year });
  await addChanges(url, year);
  await measureYear(`workbook with ${CHANGES} changes`, { url, year });
}

async function measureYear(
  name: string,
  { url, year }: { readonly url: string; readonly year: string },
): Promise<void> {
  const server = await startServer({ DATABASE_URL: url });
  // Loads what a server loads with its first requests.
  await bytesOf(`${server.url}/api/qbr/metrics/monthly?period=${year}-01`);
  const before = server.memory();
  const [times, bare]: [number[], number[]] = [[], []];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const path = `/api/qbr/export/workbook?year=${year}&history=${YEARS_BEFORE}`;
    times.push(
      await timeOf(async () => {
        bytes = (await bytesOf(`${server.url}${path}`)).length;
      }),
    );
    bare.push(await timeOf(writePlain));
  }
  const [first = Number.NaN] = times;
  const [ours, plain] = [median(times), median(bare)];
  process.stdout.write(
    `${name}: ${bytes} bytes, first ${first.toFixed(0)} ms, median ${ours.toFixed(0)} ms, ${(ours / plain).toFixed(1)} × ` +
      `plain cells (${plain.toFixed(0)} ms); memory ${before.toFixed(0)} MiB, at its peak ${server.peakMemory().toFixed(0)} MiB\n`,
  );
  await server.stop();
}

async function bytesOf(url: string): Promise<Buffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(await response.text());
  return Buffer.from(await response.arrayBuffer());
}

/** Copies the year's history until it has as many changes as a workbook lists. */
async function addChanges(url: string, year: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    `INSERT INTO qbr_value_history (organization_id, period, metric_name, old_value, new_value, old_source, new_source, cause, actor, changed_at)
     SELECT organization_id, period, metric_name, old_value, new_value, old_source, new_source, cause, actor, changed_at
     FROM qbr_value_history, generate_series(1, 100) WHERE period LIKE $1 LIMIT $2`,
    [`${year}-%`, CHANGES],
  );
  await client.end();
}

async function writePlain(): Promise<void> {
  const rows = Array.from({ length: CELLS.rows }, (_, row) =>
    Array.from({ length: CELLS.columns }, (_, at) => row * at),
  );
  await writeXlsx({ sheets: [{ name: 'Plain', rows }] });
}
