// An authorization server that nobody here wrote (npm oidc-provider), set up as a strict vendor would: clients register
// themselves, PKCE is a must, tokens are for one resource, the answer names its issuer, and each refresh token works
// once: a second use of one revokes everything that was granted with it.
// Run: node --import ./loopback.mjs authorization_server.mjs TOKEN_LIFETIME_S
// GET /events says what happened so far: how many clients, grants of each type, errors, revocations.
import http from "node:http";
import Provider from "oidc-provider";

const lifetime_s = Number(process.argv[2] ?? 3600);
const server = http.createServer();
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));

const events = {
  registrations: 0,
  authorization_code: 0,
  refresh_token: 0,
  refused: [],
  revoked_grants: 0,
  server_errors: [],
};
const may_refresh = (client, code) => client.grantTypeAllowed("refresh_token") && code.scopes.has("offline_access");

const provider = new Provider(`http://127.0.0.1:${server.address().port}`, {
  clients: [],
  scopes: ["openid", "offline_access", "orders:read"],
  clientAuthMethods: ["none", "client_secret_basic", "client_secret_post"],
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async (context, client, code) => may_refresh(client, code),
  findAccount: async (context, subject) => ({ accountId: subject, claims: async () => ({ sub: subject }) }),
  ttl: { AccessToken: lifetime_s, AuthorizationCode: 60, Grant: 86400, Interaction: 600, RefreshToken: 86400 },
  features: {
    devInteractions: { enabled: true },
    registration: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: async () => true,
      getResourceServerInfo: async (context, resource) => ({
        scope: "orders:read orders:write",
        audience: resource,
        accessTokenTTL: lifetime_s,
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: "RS256" } },
      }),
    },
  },
});

provider.on("registration_create.success", () => (events.registrations += 1));
provider.on("grant.success", (context) => (events[context.oidc.params.grant_type] += 1));
provider.on("grant.error", (context, error) => {
  events.refused.push(`${error.error}: ${error.error_detail ?? error.error_description}`);
});
provider.on("grant.revoked", () => (events.revoked_grants += 1));
provider.on("server_error", (context, error) => events.server_errors.push(error.message));

const answer = provider.callback();
server.on("request", (request, response) => {
  if (request.url !== "/events") return answer(request, response);
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(events));
});
