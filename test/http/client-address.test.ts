import { expect, it } from 'vitest';
import { createClientAddress } from '#src/http/client-address.ts';

it.each([
  ['the peer', [], '192.0.2.1', null, '192.0.2.1'],
  ['the peer, whatever it says, where it is no trusted proxy', [], '192.0.2.1', '198.51.100.1', '192.0.2.1'],
  ['what a trusted proxy says', ['10.0.0.0/8'], '10.1.2.3', '198.51.100.1', '198.51.100.1'],
  [
    'what the nearest proxy says, not the client',
    ['10.0.0.1'],
    '10.0.0.1',
    '203.0.113.9, 198.51.100.1',
    '198.51.100.1',
  ],
  ['what is behind several proxies', ['10.0.0.0/8'], '10.0.0.1', '198.51.100.1, 10.0.0.2', '198.51.100.1'],
  ['the last trusted one, where all are', ['10.0.0.0/8'], '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ['the proxy, where it says nonsense', ['10.0.0.1'], '10.0.0.1', 'unknown', '10.0.0.1'],
  ['the proxy, where it says nothing', ['10.0.0.1'], '10.0.0.1', '', '10.0.0.1'],
  ['without the port that some proxies add', ['10.0.0.1'], '10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
  ['of IPv6, with brackets and port', ['::1'], '::1', '[2001:db8::7]:4711', '2001:db8::7'],
  ['of IPv4 on a socket of both kinds', ['10.0.0.1'], '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
] as const)('a client’s address is %s', (_, trusted, peer, forwarded, expected) => {
  expect(createClientAddress(trusted)(peer, forwarded)).toBe(expected);
});

it('is not known without a peer', () => {
  expect(createClientAddress([])(undefined, '192.0.2.1')).toBeNull();
});
