const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/**
 * Whether a host name or address is this machine's loopback, the only place that may be reached without TLS or sign-in.
 * @param host an IPv6 address with or without brackets, without a port
 */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.test(host);
}
