import { describe, expect, it } from 'vitest';
import {
  type ConnectorAnswer,
  type ConnectorMethod,
  METHODS,
  readCall,
  SoapFault,
  writeAnswer,
  writeFault,
} from '#src/collect/quickbooks-desktop/soap.ts';
import { wsdlOf } from '#src/collect/quickbooks-desktop/wsdl.ts';
import { childrenOf, parseXml, type XmlElement } from '#src/collect/quickbooks-desktop/xml.ts';

const OPEN =
  '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">';

function envelope(body: string, open = OPEN): string {
  return `${open}<soap:Body>${body}</soap:Body></soap:Envelope>`;
}

const inNamespace = (method: string, parts = '') =>
  `<${method} xmlns="http://developer.intuit.com/">${parts}</${method}>`;

describe('a call of the Web Connector', () => {
  it('is read with missing, empty and unknown elements, whatever the prefixes', () => {
    const own = inNamespace(
      'receiveResponseXML',
      '<ticket>t</ticket><response>a&#xD;\n&lt;b/&gt;</response><hresult /><x>1</x>',
    );
    expect(readCall(envelope(own), '"http://developer.intuit.com/receiveResponseXML"')).toEqual({
      method: 'receiveResponseXML',
      parameters: { ticket: 't', response: 'a\r\n<b/>', hresult: '', message: '' },
    });
    const other = `<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Header/><E:Body><q:authenticate xmlns:q="http://developer.intuit.com/"><q:strUserName>ann</q:strUserName><q:strPassword> p </q:strPassword></q:authenticate></E:Body></E:Envelope>`;
    expect(readCall(other, '')).toEqual({
      method: 'authenticate',
      parameters: { strUserName: 'ann', strPassword: ' p ' },
    });
  });

  it.each([
    [
      'SOAP 1.2',
      envelope('<a/>', '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope">'),
      null,
      'VersionMismatch',
    ],
    ['another version', envelope('<a/>', '<soap:Envelope xmlns:soap="urn:x">'), null, 'VersionMismatch'],
    ['no envelope', '<a/>', null, 'Client'],
    ['no body', `${OPEN}</soap:Envelope>`, null, 'Client'],
    ['two elements', envelope(inNamespace('serverVersion').repeat(2)), null, 'Client'],
    ['an unknown method', envelope(inNamespace('toString')), null, 'Client'],
    ['a method of another namespace', envelope('<serverVersion xmlns="urn:x"/>'), null, 'Client'],
    ['another action', envelope(inNamespace('serverVersion')), '"http://developer.intuit.com/clientVersion"', 'Client'],
    ['a DTD', `<!DOCTYPE a>${envelope(inNamespace('serverVersion'))}`, null, 'Client'],
    ['bad XML', envelope(inNamespace('serverVersion', '<a>')), null, 'Client'],
  ])('with %s is a fault', (_, body, action, code) => {
    try {
      readCall(body, action);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SoapFault);
      expect(error).toMatchObject({ code });
      const fault = writeFault(error as SoapFault);
      expect(fault).toMatch(/^<\?xml/);
      expect(fault).toContain(`<faultcode>soap:${code}</faultcode>`);
      expect(fault).not.toMatch(/\n\s+at |\.ts|node:/);
    }
  });
});

/** Golden bytes: the Web Connector was written against one server, and other spellings break it. */
const ANSWERS: Readonly<Record<ConnectorMethod, readonly [ConnectorAnswer, string]>> = {
  serverVersion: ['1.0', '1.0'],
  clientVersion: ['', ''],
  authenticate: [['t<', ''], '<string>t&lt;</string><string></string>'],
  sendRequestXML: ['<a b="é"/>', '&lt;a b=&quot;é&quot;/&gt;'],
  receiveResponseXML: [42, '42'],
  connectionError: ['done', 'done'],
  getLastError: ["it's", 'it&apos;s'],
  closeConnection: ['OK', 'OK'],
};

describe('an answer to the Web Connector', () => {
  it.each(Object.entries(ANSWERS))('%s has exact bytes', (method, [answer, result]) => {
    expect(writeAnswer(method as ConnectorMethod, answer)).toBe(
      `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><${method}Response xmlns="http://developer.intuit.com/"><${method}Result>${result}</${method}Result></${method}Response></soap:Body></soap:Envelope>`,
    );
  });
});

describe('the WSDL', () => {
  it('has all eight methods with their parameters, actions and the address', () => {
    const wsdl = wsdlOf('https://books.example.com/qbwc?a&b');
    const root = parseXml(wsdl);
    const schema = all(root, 'schema')[0];
    for (const [method, parameters] of Object.entries(METHODS)) {
      const element = childrenOf(schema ?? null, 'element').find(({ attributes }) => attributes['name'] === method);
      expect(all(element, 'element').map(({ attributes }) => attributes['name'])).toEqual([method, ...parameters]);
      expect(wsdl).toContain(`soapAction="http://developer.intuit.com/${method}"`);
    }
    expect(all(root, 'address').map(({ attributes }) => attributes['location'])).toEqual([
      'https://books.example.com/qbwc?a&b',
    ]);
  });
});

function all(element: XmlElement | undefined, name: string): XmlElement[] {
  if (!element) return [];
  return [...(element.name === name ? [element] : []), ...element.children.flatMap((child) => all(child, name))];
}
