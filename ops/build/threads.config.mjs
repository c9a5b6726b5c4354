import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The threads that read files and write workbooks (src/files/thread.ts), as programs of their own: each file is read in a new thread, and
 * what a thread shared with the server would be in the server's large files, which take it three times as long to load.
 */
export default defineConfig({
  root: ROOT,
  configFile: false,
  resolve: { alias: [{ find: /^#src\//, replacement: fileURLToPath(new URL('../../src/', import.meta.url)) }] },
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: { 'file-worker': 'src/files/file-worker.ts', 'workbook-worker': 'src/files/workbook-worker.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
