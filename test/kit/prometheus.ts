import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { emptyDirectory } from './directories.ts';
import { freePort } from './free-port.ts';

const FOLDER = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'].find((path) => existsSync(join(path, 'promtool')));

/** Whether Prometheus is installed (Debian: `prometheus`). */
export const hasPrometheus = FOLDER !== undefined && existsSync(join(FOLDER, 'prometheus'));

const PATIENCE = { timeout: 50_000, interval: 100 };

/** Prometheus in a process of its own, on loopback. */
export interface Prometheus {
  /** Resolves with what a query answers as soon as that is not empty. */
  query(promql: string): Promise<readonly PrometheusSample[]>;
  /** The state of each rule. */
  rules(): Promise<readonly { readonly name: string; readonly health: string; readonly lastError?: string }[]>;
  close(): Promise<void>;
}

/** One value of an answer. */
export interface PrometheusSample {
  readonly metric: Readonly<Record<string, string>>;
  /** The time, and the value as text. */
  readonly value: readonly [number, string];
}

/** Runs `promtool`; its exit status and all that it says. */
export function promtool(
  args: readonly string[],
  input = '',
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve) => {
    const child = execFile(join(FOLDER ?? '', 'promtool'), args, (error, stdout, stderr) =>
      resolve({ status: error ? 1 : 0, text: stdout + stderr }),
    );
    child.stdin?.end(input);
  });
}

/**
 * Starts Prometheus with a configuration of the project, but for the address that it scrapes and how often.
 * @param configuration the file, whose rules lie beside it
 */
export async function startPrometheus(
  configuration: string,
  { target, rules }: { readonly target: string; readonly rules: string },
): Promise<Prometheus> {
  const directory = emptyDirectory();
  const text = (await readFile(configuration, 'utf8'))
    .replace('127.0.0.1:9464', target)
    // A scrape may take as long as the interval, and a busy machine needs some time for one.
    .replaceAll(/_interval: 30s/g, '_interval: 2s');
  await writeFile(join(directory, 'prometheus.yaml'), text);
  await writeFile(join(directory, 'alerts.yaml'), await readFile(rules));
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(
    join(FOLDER ?? '', 'prometheus'),
    [
      `--config.file=${join(directory, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=${new URL(url).host}`,
    ],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  const ask = async <Data>(path: string): Promise<Data> => {
    const response = await fetch(`${url}/api/v1/${path}`);
    const { data, error } = (await response.json()) as { readonly data: Data; readonly error?: string };
    if (error !== undefined) throw new Error(`${path}: ${error}`);
    return data;
  };
  await vi.waitUntil(
    () =>
      fetch(`${url}/-/ready`)
        .then(({ ok }) => ok)
        .catch(() => false),
    PATIENCE,
  );
  return {
    query: (promql) =>
      vi.waitUntil(async () => {
        const { result } = await ask<{ readonly result: readonly PrometheusSample[] }>(
          `query?query=${encodeURIComponent(promql)}`,
        );
        return result.length > 0 && result;
      }, PATIENCE),
    async rules() {
      type Rule = Awaited<ReturnType<Prometheus['rules']>>[number];
      const { groups } = await ask<{ readonly groups: readonly { readonly rules: readonly Rule[] }[] }>('rules');
      return groups.flatMap((group) => group.rules);
    },
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
