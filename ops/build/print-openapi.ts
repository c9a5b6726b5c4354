import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#src/package-root.ts';
import { printedOpenApi } from '#src/rest/openapi.ts';

// Writes openapi.json, which a test compares with the document that is served.
writeFileSync(join(packageRoot(), 'openapi.json'), printedOpenApi());
