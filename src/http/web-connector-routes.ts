import { type Context, Hono } from 'hono';
import type { Access } from '#src/auth/access.ts';
import type { Refusals } from '#src/auth/refusals.ts';
import { NOBODY } from '#src/auth/viewer.ts';
import type { PasswordGate, SoapService } from '#src/service/books/soap-service.ts';
import { reject } from './problem.ts';
import type { RateLimiting } from './rate-limits.ts';
import { RequestBodyError, readXmlText } from './request-body.ts';
import type { RouteVariables } from './route-variables.ts';

export interface WebConnectorSettings {
  /** The service; its first call may load it. */
  readonly service: () => Promise<SoapService>;
  readonly refusals: Pick<Refusals, 'note'>;
  readonly access: Pick<Access, 'publicOrigin' | 'basePath'>;
  readonly limiting: Pick<RateLimiting, 'perClient' | 'passwords'>;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}

type Asked = Context<RouteVariables>;

/** Path of the service; `.qwc` files have its address. */
export const WEB_CONNECTOR_PATH = '/qbwc';
const MAX_BODY_BYTES = 10_000_000;
const XML = 'text/xml; charset=utf-8';
const METHODS = 'GET, HEAD, POST';

/** The routes of the QuickBooks Web Connector. GET answers without sign-in: the Web Connector checks the address by it. */
export function webConnectorRoutes(settings: WebConnectorSettings): Hono<RouteVariables> {
  const { service, access, limiting } = settings;
  const app = new Hono<RouteVariables>();
  app.use(WEB_CONNECTOR_PATH, (context, next) => {
    context.set('viewer', NOBODY);
    return limiting.perClient(context, next);
  });
  app.get(WEB_CONNECTOR_PATH, async (context) => {
    const location = `${access.publicOrigin}${access.basePath}${WEB_CONNECTOR_PATH}`;
    const { searchParams } = new URL(context.req.url);
    const isWsdl = [...searchParams.keys()].some((name) => name.toLowerCase() === 'wsdl');
    if (isWsdl) return xmlResponse(context, 200, (await service()).wsdl(location));
    return context.text(
      `This is the QuickBooks Web Connector service of qbr-server. Its description: ${location}?wsdl\n`,
    );
  });
  app.post(WEB_CONNECTOR_PATH, (context) => answer(settings, context));
  app.all(WEB_CONNECTOR_PATH, (context) => {
    context.header('Allow', METHODS);
    const message = `${context.req.method} is not served here: ${METHODS}`;
    return reject(context, { status: 405, code: 'METHOD_NOT_ALLOWED', message });
  });
  return app;
}

async function answer(settings: WebConnectorSettings, context: Asked): Promise<Response> {
  const service = await settings.service();
  let body: string;
  try {
    body = await readXmlText(context.req.raw, MAX_BODY_BYTES);
  } catch (error) {
    if (!(error instanceof RequestBodyError)) throw error;
    return xmlResponse(context, STATUS[error.code], service.fault(error.message));
  }
  const action = context.req.header('SOAPAction') ?? null;
  const { address, requestId } = context.var;
  const reply = await service.handle({ body, action, address, requestId }, gateOf(settings, context));
  return xmlResponse(context, reply.status, reply.xml);
}

const STATUS = { UNSUPPORTED_MEDIA_TYPE: 415, PAYLOAD_TOO_LARGE: 413, INVALID_JSON: 400 } as const;

function gateOf({ limiting: { passwords }, refusals, closing }: WebConnectorSettings, context: Asked): PasswordGate {
  const { address } = context.var;
  const note = (reason: string) => refusals.note({ action: 'books.refused', address, reason });
  return {
    async admit() {
      if (closing.aborted) return false;
      if (await passwords.admit(context)) return true;
      await note('too_many_passwords');
      return false;
    },
    accepted: () => passwords.accept(context),
    refused: () => note('wrong_password'),
  };
}

function xmlResponse(context: Asked, status: 200 | 400 | 413 | 415 | 500, xml: string): Response {
  return context.body(xml, status, { 'Content-Type': XML, 'Cache-Control': 'no-store' });
}
