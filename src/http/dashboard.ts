import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Env, Hono } from 'hono';
import { etag } from 'hono/etag';
import { packageRoot } from '#src/package-root.ts';

/** Written by ops/build/build.mjs: what browsers load, each file also as `.br` and `.gz`. */
const FILES = join(packageRoot(), 'dist/dashboard/public');

/** The views of the dashboard and their sections: each address is the one page, which shows the view that the address names. */
export const DASHBOARD_PATHS = [
  '/',
  '/sheet',
  '/trends',
  '/quality',
  '/settings',
  '/settings/people',
  '/settings/keys',
  '/settings/sessions',
  '/settings/audit',
] as const;

/** Serves the dashboard: its page at the address of each view, and what the page loads. */
export function mountDashboard<E extends Env>(app: Hono<E>): void {
  if (!existsSync(FILES)) return;
  const page = serveStatic<E>({ root: FILES, path: 'index.html', precompressed: true });
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
    // Their names hold a hash of their content, so that a browser need never ask again.
    if (context.res.ok) context.header('Cache-Control', 'public, max-age=31536000, immutable');
  });
  app.get('/assets/*', file);
}
