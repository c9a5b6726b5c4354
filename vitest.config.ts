import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // `#src/` is the built code in package.json; tested is the source.
  // Vite would take graphql's ES module, and yoga and Pothos, which Node loads, its CommonJS one; they must share one.
  resolve: {
    alias: [
      { find: /^#src\//, replacement: fileURLToPath(new URL('src/', import.meta.url)) },
      { find: /^graphql$/, replacement: 'graphql/index.js' },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/kit/global-setup.ts'],
    // The files of a worker share one module graph: loading the program and warming it up anew took half of the CPU time.
    isolate: false,
    // Much of the time is spent waiting for databases, processes and browsers, so that two share two cores well.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: 'test-results/vitest.json' }]] : ['default'],
  },
});
