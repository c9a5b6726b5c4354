// node bench/graphql/postgraphile-server.mjs FOLDER
//
// PostGraphile 5 from the folder that it is installed in, on the tables of DATABASE_URL, as its documentation runs it in
// production: on node:http, with NODE_ENV=production and its caches of parsed documents, plans and prepared statements at
// their defaults. Prints its address, and at each SIGUSR2 the CPU time that it has used.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.argv[2] ?? '.', 'package.json'));
const { postgraphile } = require('postgraphile');
const { PostGraphileAmberPreset } = require('postgraphile/presets/amber');
const { makePgService } = require('postgraphile/adaptors/pg');
const { grafserv } = require('postgraphile/grafserv/node');

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  // The function that hashes an audit entry would become a field with the name of the column `hash`, which is an error.
  disablePlugins: ['PgProceduresPlugin'],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ['public'] })],
  grafast: { explain: false },
  // Answers without an object for each value in between, which is faster.
  grafserv: { graphiql: false, outputDataAsString: true },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);
process.on('SIGUSR2', () => {
  const { user, system } = process.cpuUsage();
  process.stdout.write(`${JSON.stringify({ cpuMs: (user + system) / 1_000, statements: 0 })}\n`);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
