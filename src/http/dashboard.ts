import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, Env, Hono } from 'hono';
import { etag } from 'hono/etag';
import { packageRoot } from '#src/package-root.ts';
import { acceptedCoding } from './compression.ts';

/** Static files written by ops/build/build.mjs, each also as `.br` and `.gz`. */
const FILES = join(packageRoot(), 'dist/dashboard/public');

/** Paths of the dashboard's views and sections. */
const VIEWS = [
  '/',
  '/presentation',
  '/sheet',
  '/trends',
  '/books',
  '/import',
  '/quality',
  '/quality/validation',
  '/organizations',
  '/settings',
  '/settings/general',
  '/settings/vendors',
  '/settings/schedule',
  '/settings/counting',
  '/settings/notifications',
  '/settings/people',
  '/settings/keys',
  '/settings/sessions',
  '/settings/benchmarks',
  '/settings/audit',
] as const;

/** Where one view is: of the first organization, and of another, as `/o/7/sheet`. All serve the same page, which shows the view of its path. */
export const DASHBOARD_PATHS: readonly string[] = VIEWS.flatMap((path) => {
  const organization = '/o/:organization{[1-9][0-9]{0,8}}';
  return [path, ...(path === '/' ? [organization] : []), organization + path];
});

/**
 * Serves the dashboard: its page at the path of each view, and its static files.
 * @param basePath the base path as browsers see it, `/qbr`; empty for `/`
 */
export function mountDashboard<E extends Env>(app: Hono<E>, basePath: string): void {
  if (!existsSync(FILES)) return;
  const page = pageBelow(basePath);
  const file = serveStatic<E>({ root: FILES, precompressed: true });
  for (const path of [...DASHBOARD_PATHS, '/theme.js', '/favicon.svg']) {
    app.get(path, etag(), async (context, next) => {
      await next();
      context.header('Cache-Control', 'no-cache');
    });
  }
  for (const path of DASHBOARD_PATHS) app.get(path, page);
  app.get('/theme.js', file);
  app.get('/favicon.svg', file);
  app.get('/assets/*', async (context, next) => {
    await next();
    // File names contain a hash of the content.
    if (context.res.ok) context.header('Cache-Control', 'public, max-age=31536000, immutable');
  });
  app.get('/assets/*', file);
}

type Bytes = Uint8Array<ArrayBuffer>;
const COMPRESS = { br: brotliCompressSync, gzip: gzipSync };

/** Writes the base path into the built page: into `meta[name=base-path]` and into the URLs of its files. */
function pageBelow(basePath: string): (context: Context) => Response {
  const built = readFileSync(join(FILES, 'index.html'), 'utf8');
  const page = built
    .replaceAll(/(?<=\s(?:src|href)=")\.\//g, `${basePath}/`)
    .replace('name="base-path" content=""', `name="base-path" content="${basePath}"`);
  // At its first request, because a start would take some of its time for it.
  const compressed: { br?: Bytes; gzip?: Bytes } = {};
  return (context) => {
    const encoding = acceptedCoding(context.req.header('Accept-Encoding'));
    const headers = { 'Content-Type': 'text/html; charset=utf-8', Vary: 'Accept-Encoding' };
    if (encoding === undefined) return context.body(page, 200, headers);
    compressed[encoding] ??= new Uint8Array(COMPRESS[encoding](page));
    return context.body(compressed[encoding], 200, { ...headers, 'Content-Encoding': encoding });
  };
}
