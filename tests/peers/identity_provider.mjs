// An OpenID provider that nobody here wrote (npm oidc-provider), with Parley as its client. It signs in whoever types a
// name; addresses of names that begin with "unverified" are not verified. As the standard has it, the address is told
// as user info and not in the ID token.
// Run: node --import ./loopback.mjs identity_provider.mjs REDIRECT_URI CLIENT_AUTHENTICATION ALGORITHM
// CLIENT_AUTHENTICATION: none, client_secret_basic, client_secret_post. ALGORITHM: RS256, PS256, ES256.
// GET /events says how many codes were exchanged, and what was refused.
import { generateKeyPairSync } from "node:crypto";
import http from "node:http";
import Provider from "oidc-provider";

const [redirect_uri, authentication, algorithm] = process.argv.slice(2);
const server = http.createServer();
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));

const jwk_of = (kind, options, kid) => ({
  ...generateKeyPairSync(kind, options).privateKey.export({ format: "jwk" }),
  kid,
  use: "sig",
});
const events = { authorization_code: 0, refused: [], server_errors: [] };
const provider = new Provider(`http://127.0.0.1:${server.address().port}`, {
  clients: [
    {
      client_id: "parley",
      ...(authentication === "none" ? {} : { client_secret: "a client's secret / + %41" }),
      redirect_uris: [redirect_uri],
      grant_types: ["authorization_code"],
      response_types: ["code"],
      token_endpoint_auth_method: authentication,
      id_token_signed_response_alg: algorithm,
    },
  ],
  jwks: {
    keys: [
      jwk_of("rsa", { modulusLength: 2048 }, "rsa-1"),
      jwk_of("rsa", { modulusLength: 2048 }, "rsa-2"),
      jwk_of("ec", { namedCurve: "P-256" }, "curve"),
    ],
  },
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "PS256", "ES256"] },
  clientAuthMethods: ["none", "client_secret_basic", "client_secret_post"],
  pkce: { required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  findAccount: async (context, name) => ({
    accountId: name,
    claims: async () => ({
      sub: name,
      email: `${name}@example.com`,
      email_verified: !name.startsWith("unverified"),
      name: `${name} of Example`,
    }),
  }),
  ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 3600, IdToken: 300, Interaction: 600, Session: 3600 },
  features: { devInteractions: { enabled: true } },
});
provider.on("grant.success", (context) => (events[context.oidc.params.grant_type] += 1));
provider.on("grant.error", (context, error) => {
  events.refused.push(`${error.error}: ${error.error_detail ?? error.error_description}`);
});
provider.on("server_error", (context, error) => events.server_errors.push(error.message));

const answer = provider.callback();
server.on("request", (request, response) => {
  if (request.url !== "/events") return answer(request, response);
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(events));
});
