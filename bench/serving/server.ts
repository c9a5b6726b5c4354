import { openApp } from '#src/app.ts';
import { LOCAL_ACCESS } from '#src/auth/access.ts';
import { createRefusals } from '#src/auth/refusals.ts';
import { parseConfig } from '#src/config/config.ts';
import { createGraphqlHandler } from '#src/graphql/serving/handler.ts';
import { startHttpServer } from '#src/http/server.ts';
import { createLogger } from '#src/log/log.ts';
import { createRestHandler } from '#src/rest/rest-api.ts';

/**
 * The program's own listener on a database that `main.ts` has filled. With `cold` it keeps nothing of what it has read, as
 * while changes could go unnoticed, so that every request goes to the database. Prints its address; each `SIGUSR2` prints the statements so far.
 */
const isCold = process.argv[2] === 'cold';
const logger = createLogger({ level: 'silent', file: null, stream: 'none', secrets: [] });
let statements = 0;
const app = await openApp(parseConfig(process.env), {
  logger,
  command: 'bench',
  onQuery: () => {
    statements += 1;
  },
});
const refusals = createRefusals({ ...app, organizationId: 1 });
const graphql = createGraphqlHandler({ ...app, refusals });
const rest = createRestHandler({ ...app, ...app.config.rest, refusals, timeZone: app.config.timeZone });
if (isCold) Object.assign(app.database.changes, { isReliable: () => false });

const server = await startHttpServer({
  host: '127.0.0.1',
  port: 0,
  publicUrl: null,
  access: LOCAL_ACCESS,
  logger,
  ping: () => app.database.ping(),
  corsOrigins: [],
  graphql,
  rest,
});
process.on('SIGUSR2', () => process.stdout.write(`${statements}\n`));
process.stdout.write(`${server.url}\n`);
