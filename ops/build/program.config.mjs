import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Stay in node_modules: packages that load files of their own folder (PGlite, the lock of the data folder, PDFKit). They are what
 * package.json names as dependencies, and the archive of `npm pack` brings them. `pg`'s native client is optional and not used.
 */
const EXTERNAL = [/^@electric-sql\/pglite/, 'fs-native-extensions', 'pdfkit', 'pg-native'];

const WASM_MODULE = /^@prisma\/client\/runtime\/(query_compiler_\w+\.postgresql)\.wasm-base64\.mjs$/;

/**
 * Prisma's query compiler as a file beside the program. Its own module is a text of 4.6 MB that every start would parse and decode; its
 * client takes the bytes as it takes the text.
 */
const compilerAsFile = {
  name: 'query-compiler-as-file',
  enforce: 'pre',
  resolveId: (id) => (WASM_MODULE.test(id) ? `\0${id}` : null),
  load(id) {
    const [, name] = WASM_MODULE.exec(id.slice(1)) ?? [];
    if (name === undefined) return null;
    const text = readFileSync(createRequire(import.meta.url).resolve(id.slice(1)), 'utf8');
    const [, base64] = /const wasm = "([^"]+)"/.exec(text) ?? [];
    if (base64 === undefined) this.error(`${id.slice(1)} is not as expected`);
    const file = this.emitFile({ type: 'asset', fileName: `${name}.wasm`, source: Buffer.from(base64, 'base64') });
    const fileName = JSON.stringify(`./${this.getFileName(file)}`);
    return `import { readFileSync } from 'node:fs';
export const wasm = readFileSync(new URL(${fileName}, import.meta.url));`;
  },
};

/** The listener's package names http2, which takes a quarter of the time that Node itself takes to start, for servers of that protocol. */
const withoutHttp2 = {
  name: 'listener-without-http2',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id === 'http2' && importer?.includes('/@hono/node-server/')
      ? fileURLToPath(new URL('no-http2.mjs', import.meta.url))
      : null,
};

/**
 * What a start loads, one after another: a file for each step, with everything that the step imports and those before it have not. Left
 * to the bundler, what two commands share would be a file of its own, a hundred for a server that starts; each takes half a millisecond.
 */
const steps = {
  'command-line': /\/src\/(cli\/(program|terminal|environment-file|exit-status)|package-root)\.ts$/,
  command: /\/src\/cli\/command\.ts$/,
  'data-folder': /\/src\/store\/engine\/data-directory\.ts$/,
  app: /\/src\/(app|store\/engine\/(change-feed|migrate|prepare|row-security|run-lock|sql-session|text-query))\.ts$/,
  postgresql: /\/src\/store\/engine\/postgresql-parts\.ts$/,
  embedded: /\/src\/store\/engine\/embedded-parts\.ts$/,
  serve: /\/src\/cli\/actions\/serve\.ts$/,
};
const groups = Object.entries(steps).map(([name, test], index, { length }) => ({
  name,
  test,
  priority: length - index,
}));

/** What a start does not use of a package of which it uses the rest: reached by the package's index. */
const seldomOfZod = {
  name: 'zod-seldom',
  test: /\/zod\/v4\/(locales\/(?!en\.js)|core\/(compile|index|json-schema(-generator)?)\.js)/,
  includeDependenciesRecursively: false,
  priority: 100,
};

/**
 * The program in few files: loading some 1,700 modules one by one takes longer than everything else that a start does. What is
 * imported on demand is a file of its own. Not minified, with source maps: run with `--enable-source-maps` for the lines of src.
 */
export default defineConfig({
  root: ROOT,
  configFile: false,
  resolve: {
    alias: [
      { find: /^#src\//, replacement: fileURLToPath(new URL('../../src/', import.meta.url)) },
      // graphql-jit would require the CommonJS modules, whose classes are others than those of the schema.
      { find: /^graphql$/, replacement: 'graphql/index.mjs' },
      // graphile-worker would look for files with settings (in the working directory and above), by a package that loads TypeScript.
      { find: /^cosmiconfig$/, replacement: fileURLToPath(new URL('no-configuration-files.mjs', import.meta.url)) },
      {
        find: /^rate-limiter-flexible$/,
        replacement: fileURLToPath(new URL('rate-limiters-in-memory.mjs', import.meta.url)),
      },
      { find: /^graphql\/(.+)\.js$/, replacement: 'graphql/$1.mjs' },
    ],
  },
  plugins: [compilerAsFile, withoutHttp2],
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    emitAssets: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: { main: 'src/cli/main.ts' },
      external: EXTERNAL,
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        codeSplitting: { groups: [seldomOfZod, ...groups] },
      },
    },
  },
});
