// `node --import ./test/store/process/typescript.mjs file.ts`: Node 20 runs no TypeScript by itself, and the tests that
// kill processes must run the sources as they are, not an earlier build of them. TRANSPILED names a directory to keep the
// JavaScript in, for the next processes.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url, { data: process.env.TRANSPILED });
