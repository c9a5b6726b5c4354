import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * The networks in which a vendor's server is asked. `internet`: at no address of this machine, of a private network or of a provider's own
 * services, such as 169.254.169.254; for addresses that people give who should not reach what this machine can.
 */
export type VendorNetwork = 'any' | 'internet';

/** A server is not asked, because its address is of another network. */
export class NotOnInternetError extends Error {
  readonly code = 'ENOTONINTERNET';
}

/** Whether an address is one of the internet; IPv4 addresses within IPv6 as they are by themselves. */
export function isOnInternet(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** @throws NotOnInternetError for a URL whose host is an address of another network; names are looked up by `internetLookup` */
export function requireOnInternet(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(host) && !isOnInternet(host)) throw notOnInternet();
}

/**
 * Looks a name up to connect to it; fails where it has an address of another network. Checked here and not before, because a name may
 * have another address a moment later.
 */
export const internetLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    if (!addresses.every(({ address }) => isOnInternet(address))) return callback(notOnInternet(), '');
    const [first] = addresses;
    if (options.all) callback(null, addresses);
    else callback(null, first?.address ?? '', first?.family);
  });
};

function notOnInternet(): NotOnInternetError {
  return new NotOnInternetError('its address is not one of the internet');
}
