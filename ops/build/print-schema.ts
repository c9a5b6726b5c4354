import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printedSchema } from '#src/graphql/printed-schema.ts';
import { packageRoot } from '#src/package-root.ts';

// Writes schema.graphql, which a test compares with the schema that is served.
writeFileSync(join(packageRoot(), 'schema.graphql'), printedSchema());
