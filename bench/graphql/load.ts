import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

/**
 * A load in a process of its own: `connections` keep-alive connections post the body of a file to a URL, each as soon as the
 * last answer is there, for so many seconds. Prints `{ requestsPerSecond, p99Ms }` as JSON.
 */
const [url = '', bodyFile = '', seconds = '5', connections = '10'] = process.argv.slice(2);
const body = readFileSync(bodyFile);
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });

function post(): Promise<number> {
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`HTTP ${response.statusCode}`));
      response.resume().on('end', () => resolve(performance.now() - begin));
    });
    sent.on('error', reject).end(body);
  });
}

async function loadFor(durationMs: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + durationMs;
  const connection = async (): Promise<void> => {
    while (performance.now() < end) times.push(await post());
  };
  await Promise.all(Array.from({ length: Number(connections) }, connection));
  return times;
}

// Both servers are asked until they are warm before they are measured.
await loadFor(2_000);
const durationMs = Number(seconds) * 1_000;
const times = (await loadFor(durationMs)).sort((a, b) => a - b);
const p99Ms = times[Math.floor(times.length * 0.99)] ?? 0;
process.stdout.write(JSON.stringify({ requestsPerSecond: (times.length * 1_000) / durationMs, p99Ms }));
agent.destroy();
