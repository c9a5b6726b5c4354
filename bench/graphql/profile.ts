import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillBooks } from '../serving/books.ts';
import { answerOf, createHarness, type Mode } from '../serving/harness.ts';
import { type CpuProfile, layerShares } from '../serving/layers.ts';
import { AS_STARTED } from '../serving/processes.ts';
import { askedMonth } from './month.ts';

/**
 * Where the time of one month's metrics goes: the CPU time of our server under load by layer, from V8's profiler, once from the
 * database and once while nothing changes. Argument: seconds of each.
 */
const harness = createHarness(process.argv[2] ?? '8');
try {
  const url = await harness.startPostgres();
  const { to } = await fillBooks({ kind: 'postgresql', url });
  for (const mode of ['cold', 'warm'] as const) process.stdout.write(await profile(url, mode, to));
} finally {
  harness.close();
}

async function profile(url: string, mode: Mode, month: string): Promise<string> {
  const asked = askedMonth(month).ours;
  const environment = { ...AS_STARTED, DATABASE_URL: url };
  const server = await harness.startOther('profiled-server.js', [mode], { environment });
  await answerOf(server.base, asked);
  await harness.load(server.base, asked);
  const before = await server.usage();
  await server.send('start');
  const { requests } = await harness.load(server.base, asked, 0);
  const cpuMs = ((await server.usage()).cpuMs - before.cpuMs) / requests;
  const file = join(harness.directory, `${mode}.cpuprofile`);
  await server.send(file, 'written');
  server.stop();
  const shares = layerShares(JSON.parse(readFileSync(file, 'utf8')) as CpuProfile);
  const lines = shares
    .filter(({ share }) => share >= 0.005)
    .map(({ layer, share }) => `| ${layer} | ${(share * 100).toFixed(1)} % | ${(share * cpuMs).toFixed(2)} |\n`);
  const how = mode === 'cold' ? 'from the database' : 'nothing changes';
  return `\nOne month, ${how}: ${cpuMs.toFixed(2)} ms of CPU time a request\n\n| layer | share | ms |\n| --- | --- | --- |\n${lines.join('')}`;
}
