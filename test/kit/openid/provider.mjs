// node provider.mjs PORT REDIRECT_ORIGIN — an OpenID provider on loopback, in a process of its own, because oidc-provider says
// on stderr that it would rather have a newer Node. Whoever comes to it is signed in at once as the person that was last put
// to /control, with the claims that were put there; where that is `asks`, a form asks for the account first. Prints a line when it listens.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [port, redirectOrigin] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
/** Claims by account. */
const people = new Map();
let current = 'nobody';

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'qbr',
      client_secret: 'secret-of-the-client',
      redirect_uris: [`${redirectOrigin}/auth/callback`],
      post_logout_redirect_uris: [`${redirectOrigin}/auth/signed-out`],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  cookies: { keys: ['a key for tests'] },
  features: { devInteractions: { enabled: false } },
  pkce: { required: () => true },
  conformIdTokenClaims: false,
  claims: {
    openid: ['sub', 'sid', 'tid', 'roles'],
    profile: ['name', 'preferred_username', 'oid'],
    email: ['email', 'email_verified', 'xms_edov'],
  },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, accountId) => ({
    accountId,
    claims: () => ({ sub: accountId, ...people.get(accountId) }),
  }),
  async loadExistingGrant({ oidc }) {
    const known = oidc.session.grantIdFor(oidc.client.clientId);
    if (known) return oidc.provider.Grant.find(known);
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid profile email');
    await grant.save();
    return grant;
  },
});
const answer = provider.callback();

const FORM = `<!doctype html><html lang="en"><title>Provider</title>
<form method="post"><label>Account <input name="account"></label> <button>Continue</button></form></html>`;

/** What was sent by the form; null where that was not shown yet. */
async function typedAccount(request) {
  if (request.method !== 'POST') return null;
  const chunks = await request.toArray();
  return new URLSearchParams(Buffer.concat(chunks).toString()).get('account');
}

createServer(async (request, response) => {
  if (request.url === '/control') {
    const chunks = await request.toArray();
    const { account, claims } = JSON.parse(Buffer.concat(chunks).toString());
    current = account;
    people.set(account, claims);
    response.end('{}');
  } else if (request.url?.startsWith('/interaction/')) {
    const refused = { error: 'access_denied', error_description: 'Declined' };
    const accountId = current === 'asks' ? await typedAccount(request) : current;
    if (accountId === null) {
      response.setHeader('content-type', 'text/html').end(FORM);
      return;
    }
    await provider.interactionFinished(
      request,
      response,
      accountId === 'declines' ? refused : { login: { accountId } },
    );
  } else {
    answer(request, response);
  }
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'));
