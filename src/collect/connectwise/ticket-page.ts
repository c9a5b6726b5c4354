import { isLoopbackHost } from '#src/core/loopback.ts';

const PAGE = '/v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid=';

/** The address of a ticket's page in a configured ConnectWise; null for a server of this machine, which has no pages. */
export function ticketPage(server: string, id: number): string | null {
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(server.trim()) ? server.trim() : `https://${server.trim()}`;
  if (!URL.canParse(text)) return null;
  const { host, hostname } = new URL(text);
  if (isLoopbackHost(hostname)) return null;
  // The cloud's pages are not at its API's host.
  return `https://${host.replace(/^api-/, '')}${PAGE}${id}`;
}
