// The identity provider of the tests: a certified OpenID Connect server with the people, programs and key that the test names.
import { createPrivateKey } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const { port, client, secret, key, people, programs, endsSessions } = JSON.parse(process.env.PROVIDER);

const page = body => `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
<title>Provider</title><body>${body}</body></html>`;

const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: client,
      client_secret: secret,
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: ['http://127.0.0.1/auth/callback'],
      post_logout_redirect_uris: ['http://127.0.0.1/auth/signed-out'],
    },
    ...Object.keys(programs).map(name => ({
      client_id: name,
      client_secret: secret,
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
  ],
  jwks: { keys: [{ ...createPrivateKey(key).export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' }] },
  cookies: { keys: [secret] },
  // As most providers do: the claims of a scope are in the ID token.
  conformIdTokenClaims: false,
  claims: { openid: ['sub'], profile: ['name', 'groups'] },
  pkce: { required: () => true },
  findAccount: (_, login) => people[login] && { accountId: login, claims: () => ({ sub: login, ...people[login] }) },
  // Nobody is asked for a consent.
  async loadExistingGrant(ctx) {
    const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
  extraTokenClaims: (_, token) => programs[token.clientId],
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_, resource) => ({
        scope: '',
        audience: resource,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
    rpInitiatedLogout: {
      enabled: endsSessions,
      logoutSource(ctx, form) {
        ctx.body = page(`${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out everywhere</button>`);
      },
    },
  },
});

// Each host has a port of its own, and one behind a proxy has a path.
const OURS = /^https?:\/\/(127\.0\.0\.1|localhost):\d+(\/payments)?\/auth\//;
provider.Client.prototype.redirectUriAllowed = uri => OURS.test(uri) && uri.endsWith('/auth/callback');
provider.Client.prototype.postLogoutRedirectUriAllowed = uri => OURS.test(uri) && uri.endsWith('/auth/signed-out');

const answer = provider.callback();
createServer(async (request, response) => {
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  if (request.method === 'POST') {
    let form = '';
    for await (const piece of request) form += piece;
    await provider.interactionFinished(request, response, { login: { accountId: new URLSearchParams(form).get('login') } });
    return undefined;
  }
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  return response.end(page('<form method="post"><label>Login <input name="login"></label> <button>Sign in</button></form>'));
}).listen(port, '127.0.0.1', () => console.log('ready'));

// It ends with the test.
process.stdin.resume().on('end', () => process.exit());
