import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that start processes or browsers, or ask the whole API on both databases. */
const SLOW = /\/test\/(cli|demo|first-night|install|store|web\/[^/]+$|graphql\/whole-results\.test)/;

/** Files with suites that share the databases of a worker: one after another, because other embedded databases end the sharing. */
const sharesDatabases = ({ moduleId }: TestSpecification): boolean =>
  readFileSync(moduleId, 'utf8').includes('describeOnBothDatabases');

/** Begins with the slow files, so that no worker is left with one at the end. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => SLOW.test(moduleId);
    const others = sorted.filter((file) => !isSlow(file));
    return [
      ...sorted.filter(isSlow),
      ...others.filter(sharesDatabases),
      ...others.filter((file) => !sharesDatabases(file)),
    ];
  }
}

const isOrderGiven = process.argv.some((argument) => argument.startsWith('--sequence'));

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
    setupFiles: ['test/kit/property-seed.ts'],
    // The files of a worker share one module graph: loading it anew for each took a third of the CPU time.
    isolate: false,
    sequence: isOrderGiven ? {} : { sequencer: SlowFirst },
    // Two fill two cores with their databases, processes and browsers; three took as long.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Whoever waits for something that comes waits for it, also on a busy machine: the default is a second.
    expect: { poll: { timeout: 30_000, interval: 20 } },
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: 'test-results/vitest.json' }]] : ['default'],
  },
});
