// node ops/build/new-database.mjs <file>
//
// Writes a new, empty PostgreSQL cluster of PGlite, as its initdb makes it, to a compressed archive. Embedded databases begin as a copy of
// it: initdb in WebAssembly takes most of the time of a first start.
import { writeFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';

const [file] = process.argv.slice(2);
const pglite = await PGlite.create();
await pglite.exec('CHECKPOINT');
const archive = await pglite.dumpDataDir('gzip');
await pglite.close();
writeFileSync(file, Buffer.from(await archive.arrayBuffer()));
