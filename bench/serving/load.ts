import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { Asked, Load } from './harness.ts';

/**
 * A load in a process of its own: `connections` connections send what a file says to a server, each as soon as the last
 * answer is there, for so many seconds after a warm-up. Prints a `Load` as JSON.
 */
const [base = '', file = '', seconds = '5', warmUpSeconds = '2', connections = '10'] = process.argv.slice(2);
const { method, path, body, connection = 'keep-alive' } = JSON.parse(readFileSync(file, 'utf8')) as Asked;
const agent = new Agent({ keepAlive: connection === 'keep-alive', maxSockets: Number(connections) });
const headers = body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

function send(): Promise<number> {
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(base + path, { method, agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`HTTP ${response.statusCode}`));
      response.resume().on('end', () => resolve(performance.now() - begin));
    });
    sent.on('error', reject).end(body ?? undefined);
  });
}

async function loadFor(durationMs: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + durationMs;
  const connection = async (): Promise<void> => {
    while (performance.now() < end) times.push(await send());
  };
  await Promise.all(Array.from({ length: Number(connections) }, connection));
  return times;
}

// Both servers are asked until they are warm before they are measured.
const warmUp = await loadFor(Number(warmUpSeconds) * 1_000);
const durationMs = Number(seconds) * 1_000;
const times = (await loadFor(durationMs)).sort((a, b) => a - b);
const quantile = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
const load: Load = {
  requestsPerSecond: (times.length * 1_000) / durationMs,
  p50Ms: quantile(0.5),
  p99Ms: quantile(0.99),
  requests: warmUp.length + times.length,
};
process.stdout.write(`${JSON.stringify(load)}\n`);
agent.destroy();
