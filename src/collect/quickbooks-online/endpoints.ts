/** The addresses of Intuit, without a slash at their ends. */
export interface IntuitEndpoints {
  /** The page on which a person gives consent. */
  readonly authorization: string;
  readonly token: string;
  readonly revocation: string;
  /** The base of `/v3/company/{realm}`. */
  readonly api: string;
}

const AUTHORIZATION = '/connect/oauth2';
const TOKEN = '/oauth2/v1/tokens/bearer';
const REVOCATION = '/v2/oauth2/tokens/revoke';
const API_HOSTS: Readonly<Record<string, string>> = {
  production: 'https://quickbooks.api.intuit.com',
  sandbox: 'https://sandbox-quickbooks.api.intuit.com',
};

/** @param environment `production`, `sandbox`, or the origin of a stand-in that serves all of Intuit's paths */
export function intuitEndpoints(environment: string): IntuitEndpoints {
  const api = API_HOSTS[environment];
  if (api === undefined) {
    const origin = environment.replace(/\/+$/, '');
    return {
      authorization: `${origin}${AUTHORIZATION}`,
      token: `${origin}${TOKEN}`,
      revocation: `${origin}${REVOCATION}`,
      api: origin,
    };
  }
  return {
    authorization: `https://appcenter.intuit.com${AUTHORIZATION}`,
    token: `https://oauth.platform.intuit.com${TOKEN}`,
    revocation: `https://developer.api.intuit.com${REVOCATION}`,
    api,
  };
}
