import { CALLBACK_PATH } from '#src/auth/access.ts';
import { CLOCK_TOLERANCE_SECONDS } from '#src/auth/openid.ts';
import { checkProvider, type ProviderCheck } from '#src/auth/provider-check.ts';
import type { ProviderSaid } from '#src/auth/sign-in-errors.ts';
import type { Config } from '#src/config/config.ts';
import { publicAddress } from '#src/server.ts';
import type { Diagnosis } from './diagnosis.ts';

type Finding = Pick<Diagnosis, 'verdict' | 'finding'>;

/** A larger difference is reported although it is tolerated. */
const CLOCK_AGREES_SECONDS = 60;

/** One line each for discovery, issuer, client and clock of the sign-in provider; empty without sign-in. */
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
  if (ok) return { verdict: 'ok', finding: `discovery: ${issuer} serves its endpoints` };
  const advice = 'Check OIDC_ISSUER, the network, and the provider’s status page';
  return { verdict: 'FAIL', finding: `discovery: ${issuer} does not serve its endpoints (${message}). ${advice}` };
}

function issuerFinding({ issuer }: ProviderCheck, configured: string): Finding {
  if (!issuer) return { verdict: 'warn', finding: 'issuer: not checked, because discovery failed' };
  if (issuer.ok) return { verdict: 'ok', finding: `issuer: ${issuer.named}` };
  const finding = `issuer: the provider names ${issuer.named}, not ${configured}. Set OIDC_ISSUER to the provider’s issuer`;
  return { verdict: 'FAIL', finding };
}

function clientFinding({ client }: ProviderCheck): Finding {
  if (!client) return { verdict: 'warn', finding: 'client: not checked, because discovery failed' };
  switch (client.verdict) {
    case 'accepted':
      return { verdict: 'ok', finding: 'client: credentials accepted' };
    case 'refused': {
      const advice = 'Compare OIDC_CLIENT_ID and OIDC_CLIENT_SECRET with the provider’s; a secret may have expired';
      return { verdict: 'FAIL', finding: `client: credentials rejected (${quoted(client.said)}). ${advice}` };
    }
    case 'unknown': {
      const advice = 'The next sign-in will show whether the credentials are accepted';
      return { verdict: 'warn', finding: `client: could not be verified (${quoted(client.said)}). ${advice}` };
    }
  }
}

function quoted({ status, error, description, codes }: ProviderSaid): string {
  const said = [error, ...codes, description].filter((each) => each !== null);
  return said.length > 0 ? said.join(', ') : `HTTP ${status}`;
}

function clockFinding({ clockOffsetSeconds: offset }: ProviderCheck): Finding {
  if (offset === null)
    return { verdict: 'warn', finding: 'clock: not checked, because the provider’s responses have no date' };
  const off = Math.abs(offset);
  if (off <= CLOCK_AGREES_SECONDS) return { verdict: 'ok', finding: `clock: within ${off} s of the provider’s` };
  const side = offset > 0 ? 'ahead of' : 'behind';
  const finding = `clock: this machine’s is ${(off / 60).toFixed(1)} minutes ${side} the provider’s; the tolerance is 5 minutes. Synchronize it with NTP`;
  return { verdict: off > CLOCK_TOLERANCE_SECONDS ? 'FAIL' : 'warn', finding };
}
