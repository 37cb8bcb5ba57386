// A small MCP server on the TypeScript SDK: it keeps sessions and answers 404 for one that it does not know. Restarted,
// it knows none.
// Run: node --import ./loopback.mjs minimal_server.mjs [json] [ISSUER]
//   json     JSON answers instead of event streams
//   ISSUER   an authorization server whose signed tokens let in; without it everybody may come
// GET /events says what happened so far.
import { createPublicKey, randomUUID, verify } from "node:crypto";
import http from "node:http";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const words = process.argv.slice(2);
const issuer = words.find((word) => word.startsWith("http"));
const events = { calls: 0, lists: 0, sessions: 0, sessions_ended: 0, unknown_sessions: 0, refused: {} };
const sessions = new Map();

const orders = [
  { order: "A-1", country: "CZ", ordered_on: "2026-11-02", amount: 120 },
  { order: "A-2", country: "DE", ordered_on: "2026-11-05", amount: 80 },
  { order: "A-3", country: "CZ", ordered_on: "2026-11-09", amount: 40 },
];
const list_orders = {
  name: "list_orders",
  description: "Lists the shop's orders.",
  inputSchema: { type: "object", properties: {} },
  annotations: { readOnlyHint: true },
};

function make_server() {
  const server = new Server({ name: "Orders", version: "1" }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => {
    events.lists += 1;
    return { tools: [list_orders] };
  });
  server.setRequestHandler(CallToolRequestSchema, () => {
    events.calls += 1;
    return { content: [{ type: "text", text: JSON.stringify({ orders }) }] };
  });
  return server;
}

async function open_session() {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    enableJsonResponse: words.includes("json"),
    onsessioninitialized: (id) => {
      events.sessions += 1;
      sessions.set(id, transport);
    },
    onsessionclosed: () => {
      events.sessions_ended += 1;
    },
  });
  transport.onclose = () => sessions.delete(transport.sessionId);
  await make_server().connect(transport);
  return transport;
}

// The issuer's keys, asked for once.
let keys;
async function key_named(id) {
  keys ??= (async () => {
    const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
    return (await (await fetch(metadata.jwks_uri)).json()).keys;
  })();
  return (await keys).find((key) => key.kid === id);
}

const decoded = (part) => JSON.parse(Buffer.from(part, "base64url").toString());

// Empty where the token is good, else what is wrong with it.
async function wrong_with(authorization, resource) {
  const [scheme, token] = (authorization ?? "").split(" ");
  if (scheme !== "Bearer" || !token) return "no token";
  const [head, body, signature] = token.split(".");
  try {
    const key = await key_named(decoded(head).kid);
    const bytes = Buffer.from(`${head}.${body}`);
    const public_key = createPublicKey({ key, format: "jwk" });
    if (!verify("RSA-SHA256", bytes, public_key, Buffer.from(signature, "base64url"))) return "bad signature";
  } catch {
    return "no signed token";
  }
  const claims = decoded(body);
  if (claims.iss !== issuer) return "another issuer";
  if (![claims.aud].flat().includes(resource)) return "another resource";
  if (claims.exp * 1000 <= Date.now()) return "expired";
  return claims.scope?.split(" ").includes("orders:read") ? "" : "scope is missing";
}

const send = (response, status, body, headers = {}) =>
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

async function serve(request, response) {
  const origin = `http://${request.headers.host}`;
  const path = new URL(request.url, origin).pathname;
  if (path === "/events") return send(response, 200, events);
  if (path === "/.well-known/oauth-protected-resource/mcp" && issuer) {
    const scopes_supported = ["orders:read"];
    return send(response, 200, { resource: `${origin}/mcp`, authorization_servers: [issuer], scopes_supported });
  }
  if (path !== "/mcp") return send(response, 404, {});

  const problem = issuer ? await wrong_with(request.headers.authorization, `${origin}/mcp`) : "";
  if (problem) {
    events.refused[problem] = (events.refused[problem] ?? 0) + 1;
    const where = `resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
    return send(response, 401, {}, { "www-authenticate": `Bearer error="invalid_token", ${where}` });
  }
  const id = request.headers["mcp-session-id"];
  if (id && !sessions.has(id)) {
    events.unknown_sessions += 1;
    return send(response, 404, { jsonrpc: "2.0", id: null, error: { code: -32001, message: "Session not found" } });
  }
  const transport = id ? sessions.get(id) : await open_session();
  await transport.handleRequest(request, response);
}

http.createServer(serve).listen(Number(process.env.PORT ?? 0));
