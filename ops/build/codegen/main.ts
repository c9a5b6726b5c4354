import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '#src/package-root.ts';
import { generatedFiles } from './generate.ts';

// Writes the typed documents of all operations in .graphql files; a test compares them with what is generated.
for (const { path, content } of await generatedFiles()) {
  const file = join(packageRoot(), path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
