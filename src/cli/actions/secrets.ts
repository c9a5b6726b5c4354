import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { counted, listed } from '#src/core/words.ts';
import { readSecretsStatus, rotateSecrets, type SecretsStatus } from '#src/service/settings/rotate-secrets.ts';

/** The action of `qbr secrets status`: 1 where a secret cannot be opened. */
export async function showStatus(
  app: App,
  terminal: Terminal,
  { json }: { readonly json?: true },
): Promise<ExitStatus> {
  const status = await readSecretsStatus(operatorScope(app, terminal), app.config);
  if (json) terminal.printJson(documentOf(status));
  else for (const line of statusLines(status)) terminal.print(line);
  return status.notOpened.length === 0 ? EXIT.done : EXIT.failed;
}

/** The action of `qbr secrets rotate`: 2 where something was left, because no configured key opens it. */
export async function rotate(app: App, terminal: Terminal, { json }: { readonly json?: true }): Promise<ExitStatus> {
  const { dataKeys, tokens, status } = await rotateSecrets(operatorScope(app, terminal), app.config);
  if (json) terminal.printJson({ dataKeys, tokens, ...documentOf(status) });
  else {
    const newest = status.keys.find(({ isNewest }) => isNewest)?.id;
    terminal.print(
      `Sealed anew with the key ${newest}: ${counted(dataKeys, 'data key')}, ${counted(tokens, 'token')}.`,
    );
    for (const line of statusLines(status)) terminal.print(line);
  }
  return status.notOpened.length === 0 ? EXIT.done : EXIT.partial;
}

/** Keys that open nothing any more. */
function removable({ keys }: SecretsStatus): string[] {
  return keys
    .filter(({ isConfigured, isNewest, seals }) => isConfigured && !isNewest && seals === 0)
    .map(({ id }) => id);
}

function documentOf(status: SecretsStatus) {
  const { keys, ...rest } = status;
  const mayBeRemoved = removable(status);
  return { keys: keys.map((key) => ({ ...key, mayBeRemoved: mayBeRemoved.includes(key.id) })), ...rest };
}

function statusLines(status: SecretsStatus): string[] {
  const { keys, secrets, notOpened } = status;
  const lines = keys.map(({ id, isNewest, isConfigured, seals }) => {
    const role = isNewest ? 'newest' : isConfigured ? 'older' : 'not configured';
    return `Key ${id} (${role}) seals ${counted(seals, 'data key or token', 'data keys and tokens')}.`;
  });
  if (keys.length === 0) lines.push('No installation key is set, and nothing is sealed.');
  else lines.push(`${counted(secrets, 'secret')} stored.`);
  for (const { organizationId, name, problem } of notOpened) {
    lines.push(`Organization ${organizationId}, ${name}: ${problem}`);
  }
  return [...lines, ...adviceOf(status)];
}

function adviceOf(status: SecretsStatus): string[] {
  const unused = removable(status);
  const older = status.keys.filter(({ isNewest, isConfigured, seals }) => isConfigured && !isNewest && seals > 0);
  const key = (ids: readonly string[]) => `${ids.length === 1 ? 'The key' : 'The keys'} ${listed([...ids])}`;
  return [
    ...(unused.length > 0
      ? [
          `${key(unused)} may be removed from QBR_SECRET_KEY. Backups made before need the former key to be opened: keep a copy with them.`,
        ]
      : []),
    ...(older.length > 0 ? [`${key(older.map(({ id }) => id))} must stay until qbr secrets rotate has run.`] : []),
  ];
}
