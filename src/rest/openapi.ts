import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { ErrorCode } from '#src/core/errors.ts';
import { TABLE_TYPES } from '#src/http/content-type.ts';
import { STATUS_OF_CODE } from './failure.ts';
import type { FileRoute } from './file-route.ts';
import type { RestRoute } from './route.ts';
import { FILE_ROUTES, REST_ROUTES } from './routes.ts';

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
        .openapi({ description: 'Every fault of an invalid request.' }),
      request_id: z.string().optional().openapi({ description: 'With 500 only: id of the request in the server log.' }),
    }),
  })
  .openapi('Failure');

/** Credentials (docs/rest-contract.md, Access). */
const SECURITY_SCHEMES = {
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'qbr_session',
    description:
      'Session of a signed-in person; with HTTPS it is named `__Host-qbr_session`, or `__Secure-qbr_session` if the server is served below a path. A write must also have an `Origin` or `Sec-Fetch-Site` of an allowed page, or be JSON from a program other than a browser.',
  },
} as const;

/**
 * The OpenAPI 3.1 document of the contract, as in `openapi.json`.
 * @param basePath path prefix of the public URL; empty for `/`
 */
export function openApiDocument(basePath = '') {
  const app = new OpenAPIHono();
  for (const [name, scheme] of Object.entries(SECURITY_SCHEMES)) {
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme);
  }
  for (const route of REST_ROUTES) app.openAPIRegistry.registerPath(documented(route));
  for (const route of FILE_ROUTES) app.openAPIRegistry.registerPath(documentedFile(route));
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'QBR',
      version: '1.0.0',
      description:
        'The business review of a managed service provider. The contract is frozen: nothing is renamed or removed.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: basePath || '/', description: 'The server of this document.' }],
  });
}

/** The text of openapi.json, as `npm run openapi:print` writes it. */
export function printedOpenApi(): string {
  return `${JSON.stringify(openApiDocument(), null, 2)}\n`;
}

type Documented = Omit<RestRoute, 'bodyOf' | 'missingPeriod' | 'fieldName' | 'answer'>;

function documented(route: Documented) {
  const { method, path, summary, description, query, bodies, takesFile, data, errors, permission } = route;
  const success = z.object({ success: z.literal(true), data });
  const codes = new Set<ErrorCode>([
    ...errors,
    ...(permission === 'public' ? [] : (['UNAUTHENTICATED', 'FORBIDDEN'] as const)),
    ...(method === 'post' ? (['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const) : []),
    ...(method === 'post' && !takesFile ? (['INVALID_JSON'] as const) : []),
    ...(['RATE_LIMITED', 'SERVER_ERROR'] as const),
  ]);
  const statuses = new Map<number, string[]>();
  for (const code of codes) statuses.set(STATUS_OF_CODE[code], [...(statuses.get(STATUS_OF_CODE[code]) ?? []), code]);
  const content = (schema: z.ZodType) => ({ 'application/json': { schema } });
  const failures = [...statuses].map(([status, codesOfStatus]) => [
    status,
    { description: codesOfStatus.join(', '), content: content(failure) },
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
      ...(takesFile && { body: { required: true, content: FILE_CONTENT } }),
    },
    responses: {
      200: { description: 'Success.', content: content(success) },
      ...(method === 'get' && { 304: { description: 'Unchanged since the entity tag in `If-None-Match`.' } }),
      ...Object.fromEntries(failures),
    },
  };
}

/** As `documented`, with files in place of the envelope. */
function documentedFile({ contentTypes, ...route }: FileRoute) {
  const { responses, ...rest } = documented({
    ...route,
    method: 'get',
    bodies: [],
    takesFile: false,
    data: z.unknown(),
  });
  const { 200: _success, 304: _unchanged, ...failures } = responses;
  const binary = z.string().openapi({ format: 'binary' });
  const schemaOf = (type: string) => (type === 'application/json' ? z.looseObject({}) : binary);
  const content = Object.fromEntries(
    contentTypes.map((type) => [type.split(';')[0] ?? type, { schema: schemaOf(type) }]),
  );
  return { ...rest, responses: { 200: { description: 'The file.', content }, ...failures } };
}

const FILE = z.string().openapi({ type: 'string', format: 'binary' });
const FORM = z.object({ file: FILE }).openapi({ description: 'A form with the file as its part `file`.' });
const REPORT = z.looseObject({}).openapi({ description: 'The report ProfitAndLoss of QuickBooks Online.' });
const FILE_CONTENT = {
  'multipart/form-data': { schema: FORM },
  ...Object.fromEntries(TABLE_TYPES.map((type) => [type, { schema: FILE }])),
  'application/json': { schema: REPORT },
};

function bodySchema([first, ...others]: readonly z.ZodObject[]): z.ZodType {
  if (!first) throw new Error('A route without a body has no body schema');
  return others.length === 0 ? first : z.union([first, ...others]);
}

/** `getMetricsMonthly` */
function operationId({ method, path }: Pick<RestRoute, 'method' | 'path'>): string {
  const words = path.split(/[/-]/).filter((word) => word !== '');
  return method + words.map((word) => word.replace(/^./, (first) => first.toUpperCase())).join('');
}
