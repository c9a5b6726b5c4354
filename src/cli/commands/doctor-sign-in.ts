import { CALLBACK_PATH } from '#src/auth/access.ts';
import { CLOCK_TOLERANCE_SECONDS } from '#src/auth/openid.ts';
import { checkProvider, type ProviderCheck } from '#src/auth/provider-check.ts';
import type { ProviderSaid } from '#src/auth/sign-in-errors.ts';
import type { Config } from '#src/config/config.ts';
import { publicAddress } from '#src/server.ts';
import type { Diagnosis } from './diagnosis.ts';

type Finding = Pick<Diagnosis, 'verdict' | 'finding'>;

/** A longer difference is tolerated, and should not last. */
const CLOCK_AGREES_SECONDS = 60;

/** A line each for discovery, issuer, client and clock of the sign-in provider; none where nobody signs in. */
export async function checkSignIn({ auth, http }: Config): Promise<Diagnosis[]> {
  const { mode, openid } = auth;
  if (mode === 'local' || !openid) return [];
  const { publicOrigin, basePath } = publicAddress(http);
  const redirectUri = `${publicOrigin}${basePath}${CALLBACK_PATH}`;
  const check = await checkProvider({ ...openid, redirectUri, clock: () => new Date() });
  const findings = [
    discoveryFinding(check, openid.issuer),
    issuerFinding(check, openid.issuer),
    clientFinding(check),
    clockFinding(check),
  ];
  return findings.map((finding) => ({ subject: 'Sign-in', ...finding }));
}

function discoveryFinding({ discovery: { ok, message } }: ProviderCheck, issuer: string): Finding {
  if (ok) return { verdict: 'ok', finding: `discovery: ${issuer} tells its endpoints` };
  const advice = 'Check OIDC_ISSUER, the network, and the provider’s status page';
  return { verdict: 'FAIL', finding: `discovery: ${issuer} does not tell its endpoints (${message}). ${advice}` };
}

function issuerFinding({ issuer }: ProviderCheck, configured: string): Finding {
  if (!issuer) return { verdict: 'warn', finding: 'issuer: cannot be checked before discovery works' };
  if (issuer.ok) return { verdict: 'ok', finding: `issuer: ${issuer.named}` };
  const finding = `issuer: the provider names ${issuer.named}, not ${configured}. Set OIDC_ISSUER to the one that it names`;
  return { verdict: 'FAIL', finding };
}

function clientFinding({ client }: ProviderCheck): Finding {
  if (!client) return { verdict: 'warn', finding: 'client: cannot be checked before discovery works' };
  switch (client.verdict) {
    case 'accepted':
      return { verdict: 'ok', finding: 'client: credentials accepted' };
    case 'refused': {
      const advice = 'Compare OIDC_CLIENT_ID and OIDC_CLIENT_SECRET with the provider’s; a secret may have expired';
      return { verdict: 'FAIL', finding: `client: credentials refused (${quoted(client.said)}). ${advice}` };
    }
    case 'unknown': {
      const advice = 'Whether the credentials are accepted shows at the next sign-in';
      return { verdict: 'warn', finding: `client: the provider does not tell (${quoted(client.said)}). ${advice}` };
    }
  }
}

function quoted({ status, error, description, codes }: ProviderSaid): string {
  const said = [error, ...codes, description].filter((each) => each !== null);
  return said.length > 0 ? said.join(', ') : `HTTP ${status}`;
}

function clockFinding({ clockOffsetSeconds: offset }: ProviderCheck): Finding {
  if (offset === null) return { verdict: 'warn', finding: 'clock: the provider has not told the time' };
  const off = Math.abs(offset);
  if (off <= CLOCK_AGREES_SECONDS) return { verdict: 'ok', finding: `clock: agrees with the provider’s to ${off} s` };
  const side = offset > 0 ? 'ahead of' : 'behind';
  const finding = `clock: this machine’s is ${(off / 60).toFixed(1)} minutes ${side} the provider’s, of which 5 are tolerated. Set it by NTP`;
  return { verdict: off > CLOCK_TOLERANCE_SECONDS ? 'FAIL' : 'warn', finding };
}
