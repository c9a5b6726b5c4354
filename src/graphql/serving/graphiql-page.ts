import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#src/package-root.ts';

/** What the page of GraphiQL (src/web/graphiql) is told. */
export interface GraphiqlSettings {
  /** Tabs at the first visit. */
  readonly defaultTabs: readonly { readonly query: string }[];
}

/** Built by ops/build/build.mjs; its scripts and styles are static files of the dashboard. */
const PAGE = join(packageRoot(), 'dist/dashboard/public/graphiql.html');

/** The page of GraphiQL with its settings. It is read when it is first requested: few need it. */
export function createGraphiqlPage(): (settings: GraphiqlSettings) => string {
  let built: string | undefined;
  return (settings) => {
    built ??= readFileSync(PAGE, 'utf8');
    // A `<` could end the element.
    const json = JSON.stringify(settings).replaceAll('<', String.raw`\u003c`);
    return built.replace(/(?<=<script id="settings"[^>]*>)/, () => json);
  };
}

/** Gives a page GraphiQL's content security policy: as other pages, but its editors create styles at run time. */
export function withPagePolicy(response: Response): Response {
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  const headers = new Headers(response.headers);
  headers.set('Content-Security-Policy', POLICY);
  headers.set('X-Frame-Options', 'DENY');
  return new Response(response.body, { status: response.status, headers });
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
