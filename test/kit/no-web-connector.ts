import type { RouteSettings } from '#src/http/routes.ts';
import { createSoapService } from '#src/service/books/soap-service.ts';

/** For tests of other routes: every call of the Web Connector's service fails. */
export const NO_WEB_CONNECTOR: RouteSettings['webConnector'] = {
  service: async () =>
    createSoapService(
      { call: () => Promise.reject(new Error('No Web Connector in this test')) },
      { logger: { error: () => undefined } },
    ),
  refusals: { note: async () => undefined },
};
