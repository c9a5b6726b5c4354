import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { requirePermission } from '../auth/permissions.ts';
import { taggedJson } from './conditional.ts';
import { openApiDocument } from './openapi.ts';
import type { RestApp } from './rest-api.ts';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>QBR REST API</title>
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

/** The OpenAPI document, and a page to read and try it on; nothing of it comes from another host. */
export function mountDocumentation(app: RestApp): void {
  const document = once(() => taggedJson(openApiDocument()));
  app.use('/openapi.json', async (context, next) => {
    requirePermission(context.env.viewer, 'metrics:read');
    await next();
  });
  app.get('/openapi.json', (context) => {
    const { bytes, contentType, etag } = document();
    return context.body(bytes, 200, { 'Content-Type': contentType, ETag: etag });
  });
  app.get('/docs', (context) => context.html(PAGE));
  app.get('/docs/start.js', (context) => context.body(START, 200, { 'Content-Type': TYPES.js }));
  for (const [file, type] of [
    ['swagger-ui.css', TYPES.css],
    ['swagger-ui-bundle.js', TYPES.js],
  ] as const) {
    const content = once(() => readFileSync(join(swaggerFolder(), file)));
    app.get(`/docs/${file}`, (context) => context.body(new Uint8Array(content()), 200, { 'Content-Type': type }));
  }
}

function swaggerFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
