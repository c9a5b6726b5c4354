import { Agent, type IncomingMessage, request } from 'node:http';
import { childOf, childrenOf, parseXml } from '#src/collect/quickbooks-desktop/xml.ts';
import { characters, element } from './xml-text.ts';

/** A SOAP call that got no answer, or a fault: what the Web Connector shows as QBWC1012, 1041 and so on. */
export class ConnectorError extends Error {
  readonly status: number | null;
  readonly body: string;

  constructor(message: string, status: number | null, body = '') {
    super(message);
    this.status = status;
    this.body = body;
  }
}

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Calls as .NET Framework's `SoapHttpClientProtocol` sends them: one kept connection, no cookies, no redirects. */
export interface SoapClient {
  get(path?: string): Promise<HttpReply>;
  /** The texts of the result: several for the list of `authenticate`. */
  call(
    method: string,
    parameters: readonly (readonly [name: string, value: string | null])[],
  ): Promise<readonly string[]>;
  /** A request as it stands. */
  post(body: string | Buffer, headers?: Readonly<Record<string, string>>): Promise<HttpReply>;
  close(): void;
}

const USER_AGENT = 'Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol 4.0.30319.42000)';
const NAMESPACE = 'http://developer.intuit.com/';
const TIMEOUT_MS = 100_000;

export function createSoapClient(url: string): SoapClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const post: SoapClient['post'] = (body, headers = {}) => {
    const bytes = Buffer.from(body);
    const sent = {
      'User-Agent': USER_AGENT,
      'Content-Type': 'text/xml; charset=utf-8',
      'Content-Length': bytes.length,
      Expect: '100-continue',
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const sending = request(url, { method: 'POST', agent, headers: sent, timeout: TIMEOUT_MS }, (incoming) => {
        void textOf(incoming).then((text) => {
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
        }, reject);
      });
      sending.on('continue', () => sending.end(bytes));
      sending.on('timeout', () => sending.destroy(new Error('The operation has timed out')));
      sending.on('error', (error: NodeJS.ErrnoException) => {
        // As .NET does: a kept connection that the server has closed is replaced by a new one.
        if (sending.reusedSocket && error.code === 'ECONNRESET') post(body, headers).then(resolve, reject);
        else reject(error);
      });
      sending.flushHeaders();
    });
  };
  return {
    post,
    get: (path = '') =>
      new Promise((resolve, reject) => {
        request(url + path, { agent, headers: { 'User-Agent': USER_AGENT } }, (incoming) => {
          void textOf(incoming).then(
            (body) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
            reject,
          );
        })
          .on('error', reject)
          .end();
      }),
    async call(method, parameters) {
      const reply = await post(envelopeOf(method, parameters), { SOAPAction: `"${NAMESPACE}${method}"` }).catch(
        (error: unknown) => {
          throw new ConnectorError(`${method}: ${error instanceof Error ? error.message : String(error)}`, null);
        },
      );
      return resultOf(method, reply);
    },
    close: () => agent.destroy(),
  };
}

export function envelopeOf(
  method: string,
  parameters: readonly (readonly [name: string, value: string | null])[],
): string {
  const parts = parameters.map(([name, value]) => (value === null ? '' : element(name, characters(value)))).join('');
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body><${method} xmlns="${NAMESPACE}">${parts}</${method}></soap:Body></soap:Envelope>`;
}

/** Strict, as the deserializer of .NET is: element names, content type and first byte count. */
function resultOf(method: string, { status, headers, body }: HttpReply): readonly string[] {
  const isXml = headers['content-type'] === 'text/xml; charset=utf-8' && body.startsWith('<');
  if (!isXml) throw new ConnectorError(`${method}: the answer is not XML`, status, body);
  const soapBody = childOf(parseXml(body), 'Body');
  const fault = childOf(soapBody, 'Fault');
  if (fault || status !== 200) {
    throw new ConnectorError(`${method}: ${childOf(fault, 'faultstring')?.text ?? status}`, status, body);
  }
  const response = childOf(soapBody, `${method}Response`);
  const result = response?.namespace === NAMESPACE ? childOf(response, `${method}Result`) : null;
  if (!result) throw new ConnectorError(`${method}: the answer has no result`, status, body);
  return result.children.length > 0 ? childrenOf(result, 'string').map(({ text }) => text) : [result.text];
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
