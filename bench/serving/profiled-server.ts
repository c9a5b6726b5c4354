import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { createInterface } from 'node:readline';

/**
 * The server of `server.ts`, profiled on demand: the line `start` on standard input begins, any other is the name of the file
 * that the profile is written to, which is answered with `written`.
 */
const SAMPLE_MICROSECONDS = 500;
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
await import('./server.ts');

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'start') {
    await session.post('Profiler.start');
    continue;
  }
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(line, JSON.stringify(profile));
  process.stdout.write('written\n');
}
