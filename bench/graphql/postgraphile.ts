import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const POSTGRAPHILE = '5.1.5';
/** PostGraphile 5 requires Node 22; this one is installed where an older one is running. */
const NODE = '22.23.3';
const REQUIRED_MAJOR = 22;
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/qbr-bench/', import.meta.url));

/** PostGraphile in a folder of its own. It is no dependency of the program. */
export interface InstalledPostgraphile {
  readonly version: string;
  readonly folder: string;
  /** The Node that runs it. */
  readonly node: string;
  readonly nodeVersion: string;
}

/**
 * Installs PostGraphile with npm below `node_modules/.cache`, with a Node from npm where the running one is too old. What an
 * earlier run has installed is used again.
 * @throws Error if npm fails
 */
export function installPostgraphile(): InstalledPostgraphile {
  const needsNode = Number(process.versions.node.split('.')[0]) < REQUIRED_MAJOR;
  const folder = join(CACHE, `postgraphile-${POSTGRAPHILE}${needsNode ? `-node-${NODE}` : ''}`);
  const complete = join(folder, '.complete');
  if (!existsSync(complete)) {
    process.stderr.write(`Installing PostGraphile ${POSTGRAPHILE} in ${folder}\n`);
    install(folder, { postgraphile: POSTGRAPHILE, ...(needsNode && { node: NODE }) });
    writeFileSync(complete, '');
  }
  const node = needsNode ? join(folder, 'node_modules/node/bin/node') : process.execPath;
  return { version: POSTGRAPHILE, folder, node, nodeVersion: needsNode ? NODE : process.versions.node };
}

function install(folder: string, dependencies: Record<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // The package `node` fetches the binary of this platform in a script.
  const manifest = { name: 'bench-postgraphile', private: true, dependencies, allowScripts: { node: true } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const { status, error, stderr } = spawnSync(command, [...first, ...args], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`PostGraphile cannot be installed: ${error ?? stderr}`);
}
