import { spawnSync } from 'node:child_process';

/**
 * The git commit of a folder's sources, with a `+` if tracked files were changed; of a folder that is no checkout of its own,
 * `QBR_COMMIT`, or null.
 */
export function commitOf(folder, environment = process.env) {
  const git = (...args) => spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8', env: environment });
  // An unpacked archive may lie in the checkout of something else.
  const isCheckout = git('rev-parse', '--show-prefix').stdout === '\n';
  const { status, stdout } = git('rev-parse', 'HEAD');
  if (!isCheckout || status !== 0) return environment.QBR_COMMIT || null;
  const isChanged = git('status', '--porcelain', '--untracked-files=no').stdout !== '';
  return `${stdout.trim()}${isChanged ? '+' : ''}`;
}
