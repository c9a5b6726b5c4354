import { readCall, SoapFault, writeAnswer, writeFault } from '#src/collect/quickbooks-desktop/soap.ts';
import { wsdlOf } from '#src/collect/quickbooks-desktop/wsdl.ts';
import type { Logger } from '#src/log/log.ts';
import type { WebConnector } from './web-connector.ts';

/** A request to the Web Connector's service. */
export interface SoapRequest {
  readonly body: string;
  /** The `SOAPAction` header; null where there is none. */
  readonly action: string | null;
  readonly address: string | null;
  /** In the log, and in the fault of an unexpected error. */
  readonly requestId: string;
}

export interface SoapReply {
  /** A fault has 500 (SOAP 1.1, 6.2). */
  readonly status: 200 | 500;
  readonly xml: string;
}

/** Guards the passwords of `authenticate`. */
export interface PasswordGate {
  /** Whether a password may be checked now; otherwise the Web Connector is told to come back later. */
  admit(): Promise<boolean>;
  accepted(): Promise<void>;
  refused(): Promise<void>;
}

/** The Web Connector's service over SOAP 1.1. */
export interface SoapService {
  /** Every failure is a fault, without a stack. */
  handle(request: SoapRequest, gate: PasswordGate): Promise<SoapReply>;
  /** A fault for a request that is refused before it is read. */
  fault(message: string): string;
  /** @param location the address of the service */
  wsdl(location: string): string;
}

const BUSY = ['', 'busy'];

export function createSoapService(
  webConnector: Pick<WebConnector, 'call'>,
  { logger }: { readonly logger: Pick<Logger, 'error'> },
): SoapService {
  const answer = async ({ body, action, address }: SoapRequest, gate: PasswordGate): Promise<string> => {
    const call = readCall(body, action);
    const isSignIn = call.method === 'authenticate';
    if (isSignIn && !(await gate.admit())) return writeAnswer(call.method, BUSY);
    const result = await webConnector.call(call, { address });
    if (isSignIn) await (result.isRefused ? gate.refused() : gate.accepted());
    return writeAnswer(call.method, result.answer);
  };
  return {
    async handle(request, gate) {
      try {
        return { status: 200, xml: await answer(request, gate) };
      } catch (error) {
        if (error instanceof SoapFault) return { status: 500, xml: writeFault(error) };
        const { requestId } = request;
        logger.error({ err: error, requestId }, 'A call of the Web Connector failed');
        const message = `Unexpected error; the log of the server has more under the request id ${requestId}`;
        return { status: 500, xml: writeFault(new SoapFault('Server', message)) };
      }
    },
    fault: (message) => writeFault(new SoapFault('Client', message)),
    wsdl: wsdlOf,
  };
}
