import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./provider.mjs', import.meta.url));

/** A real OpenID provider, which lets everybody in as whoever it was told last, or whom they say they are. */
export interface OpenIdTestProvider {
  readonly issuer: string;
  /** Who comes next, and what the provider says of them; `asks` shows a form that asks for the account. */
  expect(account: string, claims: Record<string, unknown>): Promise<void>;
  stop(): Promise<void>;
}

/** What `OIDC_…` are set to for it. */
export const CLIENT = { clientId: 'qbr', clientSecret: 'secret-of-the-client' } as const;

/** @param redirectOrigin where it sends browsers back to: `http://127.0.0.1:40123` */
export async function startProvider(port: number, redirectOrigin: string): Promise<OpenIdTestProvider> {
  const child: ChildProcess = spawn(process.execPath, [PROGRAM, String(port), redirectOrigin], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const complaints: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const ended = once(child, 'exit');
  const listening = child.stdout ? once(child.stdout, 'data') : ended;
  await Promise.race([
    listening,
    ended.then(() => {
      throw new Error(`The provider has ended: ${complaints.join('')}`);
    }),
  ]);
  const issuer = `http://127.0.0.1:${port}`;
  return {
    issuer,
    async expect(account, claims) {
      await fetch(`${issuer}/control`, { method: 'POST', body: JSON.stringify({ account, claims }) });
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await ended;
    },
  };
}
