import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const TESTS = fileURLToPath(new URL('..', import.meta.url));

it('only the run itself makes a directory in the system’s temporary one, so that nothing stays behind', () => {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(ts|tsx|mjs)$/.test(file),
  );
  const users = files.filter((file) => /\btmpdir\b.* from 'node:os'/.test(readFileSync(join(TESTS, file), 'utf8')));
  expect(users).toEqual(['kit/global-setup.ts']);
});
