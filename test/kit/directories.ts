import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** An empty directory of a test's own. It is removed with the test run, however that ends, if not before. */
export function emptyDirectory(): string {
  return mkdtempSync(join(inject('testDirectory'), 'empty-'));
}
