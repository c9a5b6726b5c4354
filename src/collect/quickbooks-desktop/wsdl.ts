import { CONNECTOR_NAMESPACE, type ConnectorMethod, METHODS } from './soap.ts';
import { escapeXml } from './xml.ts';

const NUMBERS: ReadonlySet<string> = new Set(['qbXMLMajorVers', 'qbXMLMinorVers']);
const RESULTS: Readonly<Partial<Record<ConnectorMethod, string>>> = {
  authenticate: 'tns:ArrayOfString',
  receiveResponseXML: 's:int',
};

/**
 * The WSDL of the service, with the names that the Web Connector was written against (QBWebConnectorSvcSoap).
 * @param location the address of the service
 */
export function wsdlOf(location: string): string {
  const methods = Object.keys(METHODS) as ConnectorMethod[];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<wsdl:definitions xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="${CONNECTOR_NAMESPACE}" xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="${CONNECTOR_NAMESPACE}">`,
    `<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="${CONNECTOR_NAMESPACE}">`,
    ...methods.map(elementsOf),
    '<s:complexType name="ArrayOfString"><s:sequence><s:element minOccurs="0" maxOccurs="unbounded" name="string" nillable="true" type="s:string"/></s:sequence></s:complexType>',
    '</s:schema></wsdl:types>',
    ...methods.flatMap((method) => [
      messageOf(`${method}SoapIn`, method),
      messageOf(`${method}SoapOut`, `${method}Response`),
    ]),
    '<wsdl:portType name="QBWebConnectorSvcSoap">',
    ...methods.map(
      (method) =>
        `<wsdl:operation name="${method}"><wsdl:input message="tns:${method}SoapIn"/><wsdl:output message="tns:${method}SoapOut"/></wsdl:operation>`,
    ),
    '</wsdl:portType>',
    '<wsdl:binding name="QBWebConnectorSvcSoap" type="tns:QBWebConnectorSvcSoap"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>',
    ...methods.map(
      (method) =>
        `<wsdl:operation name="${method}"><soap:operation soapAction="${CONNECTOR_NAMESPACE}${method}" style="document"/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>`,
    ),
    '</wsdl:binding>',
    `<wsdl:service name="QBWebConnectorSvc"><wsdl:port name="QBWebConnectorSvcSoap" binding="tns:QBWebConnectorSvcSoap"><soap:address location="${escapeXml(location)}"/></wsdl:port></wsdl:service>`,
    '</wsdl:definitions>',
    '',
  ].join('\n');
}

function elementsOf(method: ConnectorMethod): string {
  const parameters = METHODS[method].map((name) => partOf(name, NUMBERS.has(name) ? 's:int' : 's:string')).join('');
  const result = partOf(`${method}Result`, RESULTS[method] ?? 's:string');
  return elementOf(method, parameters) + elementOf(`${method}Response`, result);
}

function elementOf(name: string, parts: string): string {
  const sequence = parts === '' ? '' : `<s:sequence>${parts}</s:sequence>`;
  return `<s:element name="${name}"><s:complexType>${sequence}</s:complexType></s:element>`;
}

function partOf(name: string, type: string): string {
  const least = type === 's:int' ? 1 : 0;
  return `<s:element minOccurs="${least}" maxOccurs="1" name="${name}" type="${type}"/>`;
}

function messageOf(name: string, element: string): string {
  return `<wsdl:message name="${name}"><wsdl:part name="parameters" element="tns:${element}"/></wsdl:message>`;
}
