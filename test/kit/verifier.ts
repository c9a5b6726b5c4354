import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { packageRoot } from '#src/package-root.ts';
import { emptyDirectory } from './directories.ts';

const PYTHON = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'python3'))
  .find((path) => existsSync(path));

/** Whether Python is installed (Debian: `python3`). */
export const hasPython = PYTHON !== undefined;

/** The verifier of derivations, as it is delivered. */
export const VERIFIER = join(packageRoot(), 'ops/verify/verify.py');

/** How the verifier ended. */
export interface Verification {
  readonly status: number | null;
  /** What it found of each document, in order; empty for one that agrees. */
  readonly found: readonly (readonly string[])[];
  readonly stderr: string;
}

/** Runs the verifier as a process, once for many documents, whose first start takes longest. */
export function verify(documents: readonly (object | string | Uint8Array)[]): Verification {
  if (!PYTHON) throw new Error('python3 is not installed');
  const folder = emptyDirectory();
  const names = documents.map((document, index) => {
    const isData = typeof document === 'string' || document instanceof Uint8Array;
    writeFileSync(join(folder, `${index}.json`), isData ? document : JSON.stringify(document));
    return `${index}.json`;
  });
  // -I: no folder or variable of this machine adds a module. -B: no compiled file beside it.
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-I', '-B', VERIFIER, ...names], options);
  rmSync(folder, { recursive: true });
  const lines = stdout.split('\n').map((line) => /^(\d+)\.json: (.*)$/.exec(line));
  const found = names.map((_, index) =>
    lines.flatMap((line) => (line?.[1] === String(index) && !line[2]?.endsWith(' agree') ? [line[2] ?? ''] : [])),
  );
  const heard = new Set(lines.flatMap((line) => line?.[1] ?? []));
  if (heard.size < names.length) throw new Error(`The verifier does not mention every document: ${stdout}${stderr}`);
  return { status, found, stderr };
}
