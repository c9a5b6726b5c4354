// Imported before the program (`node --import`): what a server does some time after its start never begins, and its first answer ends it.
import { subscribe } from 'node:diagnostics_channel';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

timers.setTimeout = () => new Promise(() => undefined);
syncBuiltinESMExports();
subscribe('http.server.response.finish', () => setImmediate(() => process.exit(0)));
