import { childrenOf, escapeXml, parseXml, type XmlElement, XmlError } from './xml.ts';

/** The namespace of the Web Connector's methods. */
export const CONNECTOR_NAMESPACE = 'http://developer.intuit.com/';
const SOAP_1_1 = 'http://schemas.xmlsoap.org/soap/envelope/';
const SOAP_1_2 = 'http://www.w3.org/2003/05/soap-envelope';

/** The methods that the Web Connector calls, with their parameters in the order of the WSDL. */
export const METHODS = {
  serverVersion: [],
  clientVersion: ['strVersion'],
  authenticate: ['strUserName', 'strPassword'],
  sendRequestXML: [
    'ticket',
    'strHCPResponse',
    'strCompanyFileName',
    'qbXMLCountry',
    'qbXMLMajorVers',
    'qbXMLMinorVers',
  ],
  receiveResponseXML: ['ticket', 'response', 'hresult', 'message'],
  connectionError: ['ticket', 'hresult', 'message'],
  getLastError: ['ticket'],
  closeConnection: ['ticket'],
} as const satisfies Record<string, readonly string[]>;

export type ConnectorMethod = keyof typeof METHODS;

/** A call by method; an absent parameter is the empty string. */
export type ConnectorCall = {
  readonly [Method in ConnectorMethod]: {
    readonly method: Method;
    readonly parameters: { readonly [Name in (typeof METHODS)[Method][number]]: string };
  };
}[ConnectorMethod];

/** What a method answers: a text, a number, or the list of texts of `authenticate`. */
export type ConnectorAnswer = string | number | readonly string[];

/** A request that cannot be carried out, for a SOAP fault. The message is for the person at the Web Connector. */
export class SoapFault extends Error {
  readonly code: 'VersionMismatch' | 'Client' | 'Server';

  constructor(code: SoapFault['code'], message: string) {
    super(message);
    this.name = 'SoapFault';
    this.code = code;
  }
}

/**
 * Reads a SOAP 1.1 request. Prefixes are free, and unknown parameters and headers are ignored.
 * @param action the `SOAPAction` header; null where there is none
 * @throws SoapFault for anything else, such as SOAP 1.2 or an unknown method
 */
export function readCall(body: string, action: string | null): ConnectorCall {
  const element = bodyElement(parseEnvelope(body));
  const method = (Object.keys(METHODS) as ConnectorMethod[]).find((name) => name === element.name);
  if (!method || element.namespace !== CONNECTOR_NAMESPACE) {
    throw new SoapFault('Client', 'This service has no such method');
  }
  if (action !== null && !isActionOf(method, action)) {
    throw new SoapFault('Client', `The SOAPAction is not that of ${method}`);
  }
  const values = new Map(element.children.map((child) => [child.name, child.text]));
  const parameters = METHODS[method].map((name) => [name, values.get(name) ?? '']);
  return { method, parameters: Object.fromEntries(parameters) } as ConnectorCall;
}

/** An empty action is that of the request's own address (SOAP 1.1, 6.1.1), which all methods share. */
function isActionOf(method: string, action: string): boolean {
  const plain = action.trim().replace(/^"(.*)"$/, '$1');
  return plain === '' || plain === `${CONNECTOR_NAMESPACE}${method}`;
}

function parseEnvelope(body: string): XmlElement {
  let envelope: XmlElement;
  try {
    envelope = parseXml(body);
  } catch (error) {
    if (error instanceof XmlError) throw new SoapFault('Client', error.message);
    throw error;
  }
  if (envelope.name !== 'Envelope') throw new SoapFault('Client', 'The request is not a SOAP envelope');
  if (envelope.namespace === SOAP_1_2) throw new SoapFault('VersionMismatch', 'This service speaks SOAP 1.1');
  if (envelope.namespace !== SOAP_1_1) throw new SoapFault('VersionMismatch', 'The SOAP version is unknown');
  return envelope;
}

function bodyElement(envelope: XmlElement): XmlElement {
  const [soapBody] = childrenOf(envelope, 'Body');
  const [element, ...more] = soapBody?.children ?? [];
  if (soapBody?.namespace === SOAP_1_1 && element && more.length === 0) return element;
  throw new SoapFault('Client', 'The SOAP body must have one element');
}

/** The response to a call. Its first byte is `<`. */
export function writeAnswer(method: ConnectorMethod, answer: ConnectorAnswer): string {
  const result =
    typeof answer === 'object'
      ? answer.map((text) => `<string>${escapeXml(text)}</string>`).join('')
      : escapeXml(String(answer));
  const tag = `${method}Result`;
  return envelopeOf(`<${method}Response xmlns="${CONNECTOR_NAMESPACE}"><${tag}>${result}</${tag}></${method}Response>`);
}

/** A fault has no detail. */
export function writeFault({ code, message }: SoapFault): string {
  return envelopeOf(
    `<soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${escapeXml(message)}</faultstring></soap:Fault>`,
  );
}

function envelopeOf(content: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${SOAP_1_1}"><soap:Body>${content}</soap:Body></soap:Envelope>`;
}
