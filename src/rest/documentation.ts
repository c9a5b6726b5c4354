import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { authorize } from '#src/auth/permissions.ts';
import type { Refusals } from '#src/auth/refusals.ts';
import { packageRoot } from '#src/package-root.ts';
import { respond, type Tagged, tagged, taggedJson } from './conditional.ts';
import { openApiDocument } from './openapi.ts';
import type { RestApp } from './route.ts';

/** Copied from the package by ops/build/build.mjs. */
const SWAGGER_UI = join(packageRoot(), 'dist/dashboard/swagger-ui');

const page = (basePath: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>QBR REST API</title>
    <link rel="icon" href="${basePath}/favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="docs/swagger-ui.css" />
    <script src="docs/swagger-ui-bundle.js" defer></script>
    <script src="docs/start.js" defer></script>
  </head>
  <body>
    <div id="swagger-ui"></div>
  </body>
</html>
`;

const START = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n`;

const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const;

interface DocumentationSettings {
  /** Path prefix of the public URL, `/qbr`; empty for `/`. */
  readonly basePath: string;
  readonly refusals: Pick<Refusals, 'note'>;
}

/** Serves the OpenAPI document and Swagger UI, without resources from other hosts. */
export function mountDocumentation(app: RestApp, { basePath, refusals }: DocumentationSettings): void {
  const swagger = (file: string) => readFileSync(join(SWAGGER_UI, file), 'utf8');
  const documents: Readonly<Record<string, () => Tagged>> = {
    '/openapi.json': () => taggedJson(openApiDocument(basePath)),
    '/docs': () => tagged(page(basePath), 'text/html; charset=utf-8'),
    '/docs/start.js': () => tagged(START, TYPES.js),
    '/docs/swagger-ui.css': () => tagged(swagger('swagger-ui.css'), TYPES.css),
    '/docs/swagger-ui-bundle.js': () => tagged(swagger('swagger-ui-bundle.js'), TYPES.js),
  };
  for (const [path, make] of Object.entries(documents)) {
    const answer = once(make);
    app.get(path, async (context) => {
      await authorize(context.env.viewer, 'metrics:read', refusals);
      return respond(context, answer());
    });
  }
}

/** Paths of the documentation. */
export const DOCUMENTATION_PATHS = ['/openapi.json', '/docs'] as const;

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
