import { BlockList, isIP } from 'node:net';

/**
 * Determines a client's address: the peer's, or the one that trusted proxies report in `X-Forwarded-For`. The header is read
 * from right to left up to the first address that is not a trusted proxy; the rest may be forged.
 * @param trustedProxies IP addresses and networks
 */
export function createClientAddress(
  trustedProxies: readonly string[],
): (peer: string | undefined, forwardedFor: string | null) => string | null {
  const trusted = blockListOf(trustedProxies);
  return (peer, forwardedFor) => {
    if (peer === undefined) return null;
    let client = plain(peer);
    const hops = forwardedFor?.split(',').map((hop) => plain(hop.trim())) ?? [];
    while (hops.length > 0 && isTrusted(trusted, client)) {
      const next = hops.pop() ?? '';
      if (isIP(next) === 0) break;
      client = next;
    }
    return client;
  };
}

function blockListOf(proxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function isTrusted(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** Removes brackets and port, and converts an IPv4-mapped IPv6 address to IPv4. */
function plain(address: string): string {
  const bare = /^\[([^\]]+)\](:\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  return /^::ffff:([\d.]+)$/i.exec(bare)?.[1] ?? bare;
}
