// A SMART authorization server on panva's oidc-provider, for the interop tests.
//
// oidc-provider does OAuth and OpenID Connect; what is added here is the SMART part: a launch
// context that a test puts in beforehand, `aud` checked, and the context in the token response.
// Environment: PORT, RESOURCE_SERVER (the FHIR base), CLIENTS (JSON), SCOPES (space-separated).
import http from 'node:http';
import { Provider } from 'oidc-provider';

const port = Number(process.env.PORT);
const issuer = `http://127.0.0.1:${port}`;
const resourceServer = process.env.RESOURCE_SERVER;
const smartScopes = ['launch', 'launch/patient', 'launch/encounter', 'fhirUser', 'online_access'];
const scopes = ['openid', 'profile', 'offline_access', ...smartScopes, ...process.env.SCOPES.split(' ')];

const launches = new Map(); // launch handle -> {context, user}
const contextOfGrant = new Map();
let standalone = { context: {}, user: 'specialist' };
let accessTokenSeconds = 300;

const provider = new Provider(issuer, {
  clients: JSON.parse(process.env.CLIENTS),
  scopes,
  claims: { openid: ['sub'], fhirUser: ['fhirUser'] },
  conformIdTokenClaims: false,
  extraParams: ['launch', 'aud'],
  pkce: { required: () => true },
  clientAuthMethods: ['none', 'client_secret_basic', 'private_key_jwt'],
  enabledJWA: { clientAuthSigningAlgValues: ['ES384', 'RS384'] },
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resourceServer,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: scopes.join(' '),
        audience: resourceServer,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  ttl: {
    AccessToken: () => accessTokenSeconds,
    AuthorizationCode: 60,
    Grant: 3600,
    IdToken: 300,
    Interaction: 600,
    RefreshToken: 86400,
    Session: 3600,
  },
  extraTokenClaims: (ctx, token) => (token.grantId ? contextOfGrant.get(token.grantId) : undefined),
  rotateRefreshToken: true,
  issueRefreshToken: async (ctx, client, code) =>
    client.grantTypeAllowed('refresh_token') &&
    (code.scopes.has('offline_access') || code.scopes.has('online_access')),
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, fhirUser: `${resourceServer}/Practitioner/${id}` }),
  }),
  cookies: { keys: ['interop'] },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
});

// SMART returns the launch context beside the tokens.
provider.use(async (ctx, next) => {
  await next();
  if (ctx.oidc?.route === 'token' && ctx.status === 200) {
    Object.assign(ctx.body, contextOfGrant.get(ctx.oidc.entities.AccessToken?.grantId));
  }
});

const readJson = (request) =>
  new Promise((resolve) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => resolve(text ? JSON.parse(text) : {}));
  });

async function decide(request, response) {
  const details = await provider.interactionDetails(request, response);
  const { params, prompt, session } = details;
  const launched = params.launch ? launches.get(params.launch) : standalone;
  if (params.aud !== resourceServer) return { error: 'invalid_request', error_description: 'Bad audience' };
  if (!launched) return { error: 'invalid_request', error_description: 'Unknown launch' };
  if (prompt.name === 'login') return { login: { accountId: launched.user } };

  const grant = details.grantId
    ? await provider.Grant.find(details.grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  if (prompt.details.missingOIDCScope) grant.addOIDCScope(prompt.details.missingOIDCScope.join(' '));
  if (prompt.details.missingOIDCClaims) grant.addOIDCClaims(prompt.details.missingOIDCClaims);
  for (const [resource, missing] of Object.entries(prompt.details.missingResourceScopes ?? {})) {
    grant.addResourceScope(resource, missing.join(' '));
  }
  const grantId = await grant.save();
  const wantsContext = params.launch || (params.scope ?? '').split(' ').includes('launch/patient');
  contextOfGrant.set(grantId, wantsContext ? launched.context : {});
  return { consent: { grantId } };
}

http
  .createServer(async (request, response) => {
    const url = new URL(request.url, issuer);
    if (url.pathname === '/_test/launch') {
      const { launch, context, user } = await readJson(request);
      if (launch) launches.set(launch, { context, user });
      else standalone = { context, user };
      return response.end('{}');
    }
    if (url.pathname === '/_test/ttl') {
      accessTokenSeconds = (await readJson(request)).seconds;
      return response.end('{}');
    }
    if (url.pathname.startsWith('/interaction/')) {
      const decision = await decide(request, response);
      return provider.interactionFinished(request, response, decision, { mergeWithLastSubmission: true });
    }
    // OpenID Connect gives offline_access only with prompt=consent, which SMART apps do not send.
    if (url.pathname === '/auth' && !url.searchParams.has('prompt')) request.url += '&prompt=consent';
    return provider.callback()(request, response);
  })
  .listen(port, '127.0.0.1', () => console.log('ready'));
