import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillBooks } from '../serving/books.ts';
import { createHarness } from '../serving/harness.ts';
import { median } from '../serving/timing.ts';
import { measureMemory } from './memory.ts';
import { type Cost, measureCommand, measureStart } from './process.ts';

/**
 * Wall and CPU time of starts and commands on existing data, beside `node -e 0` in the same run, as medians and as multiples
 * of it. With `memory`, how much memory a server holds that nobody asks, and under load.
 *
 * node dist/bench/start/main.js [rounds]
 * node dist/bench/start/main.js memory [minutes of load]
 */
const [mode = '15', minutes = '10'] = process.argv.slice(2);
const harness = createHarness('5');
const directory = mkdtempSync(join(tmpdir(), 'qbr-bench-start-'));

/** In turn, so that a busy minute of the machine slows all of them. */
async function measureStarts(
  rounds: number,
  { PostgreSQL, embedded }: Readonly<Record<'PostgreSQL' | 'embedded', Readonly<Record<string, string>>>>,
): Promise<void> {
  const costs = new Map<string, Cost[]>();
  const measure = async (name: string, cost: Promise<Cost>): Promise<void> => {
    costs.set(name, [...(costs.get(name) ?? []), await cost]);
  };
  for (let round = 0; round < rounds; round += 1) {
    await measure('node -e 0', measureCommand(['-e', '0'], {}));
    await measure('qbr --help', measureCommand(['--help'], {}, 'program'));
    await measure('qbr serve, PostgreSQL', measureStart(PostgreSQL));
    const whileServing = async (url: string): Promise<void> => {
      await measure('qbr status, server just ready', measureCommand(['status'], embedded, 'program'));
      // What a server loads in the seconds after its start.
      await Promise.all(['/graphql?query={__typename}', '/api/qbr/periods'].map((path) => fetch(url + path)));
      await measure('qbr status, server running', measureCommand(['status'], embedded, 'program'));
    };
    await measure('qbr serve, embedded', measureStart(embedded, whileServing));
    await measure('qbr status, embedded', measureCommand(['status'], embedded, 'program'));
  }
  const base = medians(costs.get('node -e 0') ?? []);
  for (const [name, measured] of costs) {
    const { wallMs, cpuMs } = medians(measured);
    const multiple = (value: number, of: number) => `${value.toFixed(0).padStart(5)} ms, ${(value / of).toFixed(1)} ×`;
    process.stdout.write(
      `${name.padEnd(30)} wall ${multiple(wallMs, base.wallMs)}   CPU ${multiple(cpuMs, base.cpuMs)}\n`,
    );
  }
}

function medians(costs: readonly Cost[]): Cost {
  return { wallMs: median(costs.map(({ wallMs }) => wallMs)), cpuMs: median(costs.map(({ cpuMs }) => cpuMs)) };
}

try {
  const url = await harness.startPostgres();
  const periods = await fillBooks({ kind: 'postgresql', url });
  await fillBooks({ kind: 'embedded', directory });
  const databases = { PostgreSQL: { DATABASE_URL: url }, embedded: { QBR_DATA_DIR: directory } };
  if (mode === 'memory') await measureMemory(databases, periods, Number(minutes));
  else await measureStarts(Number(mode), databases);
} finally {
  harness.close();
  rmSync(directory, { recursive: true, force: true });
}
