import { isLoopbackHost } from '#src/core/loopback.ts';
import { serverUrl } from './server-url.ts';

const PAGE = '/v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid=';

/** The address of a ticket's page in a configured ConnectWise; null for a server of this machine, which has no pages. */
export function ticketPage(server: string, id: number): string | null {
  const url = serverUrl(server);
  if (!url || isLoopbackHost(url.hostname)) return null;
  // The cloud's pages are not at its API's host.
  return `https://${url.host.replace(/^api-/, '')}${PAGE}${id}`;
}
