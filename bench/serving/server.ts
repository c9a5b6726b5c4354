import { openApp } from '#src/app.ts';
import { parseConfig } from '#src/config/config.ts';
import { createLogger } from '#src/log/log.ts';
import { startServer } from '#src/server.ts';
import { printUsage } from './usage.ts';

/**
 * The program's own listener on a database that `main.ts` has filled. With `cold` it caches nothing, so that every
 * request goes to the database. Prints its address, and its usage.
 */
const isCold = process.argv[2] === 'cold';
const logger = createLogger({ level: 'silent', file: null, stream: 'none', secrets: [] });
let statements = 0;
const app = await openApp(parseConfig({ ...process.env, QBR_PORT: '0', ...(isCold && { QBR_CACHE_MEGABYTES: '0' }) }), {
  logger,
  command: 'bench',
  onQuery: () => {
    statements += 1;
  },
});

const server = await startServer(app);
printUsage(() => statements);
process.stdout.write(`${server.url}\n`);
