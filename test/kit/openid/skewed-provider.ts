import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A small provider on loopback that signs everybody in at once, and whose clock is off. */
export interface SkewedProvider {
  readonly issuer: string;
  stop(): Promise<void>;
}

const TOKEN_SECONDS = 3_600;

/**
 * @param skewSeconds what its clock is ahead of this machine's by: in its tokens, which last an hour, and in `Date`
 * @param claims what it says of whoever comes
 */
export async function startSkewedProvider(
  skewSeconds: number,
  claims: Readonly<Record<string, unknown>> = {},
): Promise<SkewedProvider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  const now = () => Math.floor(Date.now() / 1_000) + skewSeconds;
  const nonces = new Map<string, string>();
  let issuer = '';
  const idToken = (nonce: string) =>
    new SignJWT({ ...claims, nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(issuer)
      .setSubject('subject-1')
      .setAudience('qbr')
      .setIssuedAt(now())
      .setNotBefore(now())
      .setExpirationTime(now() + TOKEN_SECONDS)
      .sign(privateKey);
  const tokens = async (request: IncomingMessage): Promise<{ status: number; body: object }> => {
    const sent = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
    const nonce = nonces.get(sent.get('code') ?? '');
    if (nonce === undefined) return { status: 400, body: { error: 'invalid_grant' } };
    return { status: 200, body: { access_token: 'a', token_type: 'Bearer', id_token: await idToken(nonce) } };
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
    const send = (body: object, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    response.setHeader('date', new Date(now() * 1_000).toUTCString());
    if (pathname === '/authorize') {
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      const state = searchParams.get('state') ?? '';
      nonces.set(`code-${state}`, searchParams.get('nonce') ?? '');
      back.search = new URLSearchParams({ state, code: `code-${state}` }).toString();
      response.writeHead(302, { location: back.href }).end();
    } else if (pathname === '/token') {
      const { status, body } = await tokens(request);
      send(body, status);
    } else if (pathname === '/jwks') {
      send({ keys: [key] });
    } else {
      send({
        ...{ issuer, jwks_uri: `${issuer}/jwks` },
        ...{ authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
