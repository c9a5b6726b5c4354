import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give out by themselves: 32768 and above on Linux, 49152 elsewhere. */
const [FIRST, END] = [10_000, 32_000];

/**
 * A port that was free a moment ago, for whoever must know its address before it listens. Meanwhile nobody who asks the system
 * for any port gets it, as would happen with one that the system gave.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(FIRST, END);
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return freePort();
    throw error;
  }
  server.close();
  await once(server, 'close');
  return port;
}
