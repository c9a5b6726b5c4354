import ipaddr from 'ipaddr.js';

/** One IPv6 customer has all addresses of such a network. */
const IPV6_NETWORK_BITS = 64;

/**
 * The part of an address by which one client is counted: an IPv4 address, or the /64 network of an IPv6 one
 * (`2001:db8::/64`). A text that is not an IP address stays as it is.
 */
export function clientNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/${IPV6_NETWORK_BITS}`)}/${IPV6_NETWORK_BITS}`;
}
