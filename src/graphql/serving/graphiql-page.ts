import { createHash } from 'node:crypto';

/**
 * GraphiQL's page with its own Content-Security-Policy: its scripts and styles are inline, which the policy of all other
 * pages blocks. Only the page's own scripts run, allowed by hash. Its editor creates styles at run time and starts workers
 * from `blob:`.
 */
export function createPagePolicy(): (response: Response) => Promise<Response> {
  // The page changes at most monthly and is long: its policy is cached.
  let known: { readonly page: string; readonly policy: string } | undefined;
  return async (response) => {
    if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
    const page = await response.text();
    if (known?.page !== page) known = { page, policy: policyOf(page) };
    const headers = new Headers(response.headers);
    headers.set('Content-Security-Policy', known.policy);
    headers.set('X-Frame-Options', 'DENY');
    return new Response(page, { status: response.status, headers });
  };
}

function policyOf(page: string): string {
  const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script/gi)].map(([, script = '']) => script);
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    'font-src data:',
    "connect-src 'self'",
    'worker-src blob:',
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
