import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { ErrorCode } from '#src/core/errors.ts';
import { STATUS_OF_CODE } from './failure.ts';
import type { RestRoute } from './route.ts';
import { REST_ROUTES } from './routes.ts';

const failure = z
  .object({
    success: z.literal(false),
    error: z.object({
      code: z.string().openapi({ example: 'INVALID_PERIOD' }),
      message: z.string(),
      status: z.int(),
      errors: z
        .array(z.object({ field: z.string().nullable(), message: z.string() }))
        .optional()
        .openapi({ description: 'Every fault of a request that is refused for what it says.' }),
      request_id: z.string().optional().openapi({ description: 'With 500 only: the log has more under it.' }),
    }),
  })
  .openapi('Failure');

/** Ways of saying who asks (docs/rest-contract.md, Access). */
const SECURITY_SCHEMES = {
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'qbr_session',
    description:
      'Of somebody who is signed in; with https it is called `__Host-qbr_session`, or `__Secure-qbr_session` where the program is served below a path. A write must also say by `Origin` or `Sec-Fetch-Site` that it is of a page that may act for them, or be JSON of a program that is no browser.',
  },
} as const;

/**
 * The OpenAPI 3.1 document of the contract, as `openapi.json` holds it.
 * @param basePath the path below which the program is served; empty where that is `/`
 */
export function openApiDocument(basePath = '') {
  const app = new OpenAPIHono();
  for (const [name, scheme] of Object.entries(SECURITY_SCHEMES)) {
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme);
  }
  for (const route of REST_ROUTES) app.openAPIRegistry.registerPath(documented(route));
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'QBR',
      version: '1.0.0',
      description:
        'The business review of a managed service provider. A frozen contract: nothing is renamed or removed.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: basePath || '/', description: 'The program that serves this document.' }],
  });
}

/** The document as it stands in openapi.json. Written by `npm run openapi:print`. */
export function printedOpenApi(): string {
  return `${JSON.stringify(openApiDocument(), null, 2)}\n`;
}

function documented(route: RestRoute) {
  const { method, path, summary, description, query, bodies, data, errors, permission } = route;
  const success = z.object({ success: z.literal(true), data });
  const codes = new Set<ErrorCode>([
    ...errors,
    ...(permission === 'public' ? [] : (['UNAUTHENTICATED', 'FORBIDDEN'] as const)),
    ...(method === 'post' ? (['INVALID_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const) : []),
    ...(['RATE_LIMITED', 'SERVER_ERROR'] as const),
  ]);
  const statuses = new Map<number, string[]>();
  for (const code of codes) statuses.set(STATUS_OF_CODE[code], [...(statuses.get(STATUS_OF_CODE[code]) ?? []), code]);
  const content = (schema: z.ZodType) => ({ 'application/json': { schema } });
  const failures = [...statuses].map(([status, of]) => [
    status,
    { description: of.join(', '), content: content(failure) },
  ]);
  return {
    method,
    path: `/api/qbr${path}`,
    operationId: operationId(route),
    summary,
    description,
    security: [
      ...(permission === 'public' ? [{}] : []),
      ...Object.keys(SECURITY_SCHEMES).map((name) => ({ [name]: [] })),
    ],
    request: {
      query,
      ...(bodies.length > 0 && { body: { required: true, content: content(bodySchema(bodies)) } }),
    },
    responses: {
      200: { description: 'As asked.', content: content(success) },
      ...(method === 'get' && { 304: { description: 'What `If-None-Match` names is still what there is.' } }),
      ...Object.fromEntries(failures),
    },
  };
}

function bodySchema([first, ...others]: readonly z.ZodObject[]): z.ZodType {
  if (!first) throw new Error('A route without a body has no schema of one');
  return others.length === 0 ? first : z.union([first, ...others]);
}

/** `getMetricsMonthly` */
function operationId({ method, path }: RestRoute): string {
  const words = path.split(/[/-]/).filter((word) => word !== '');
  return method + words.map((word) => word.replace(/^./, (first) => first.toUpperCase())).join('');
}
