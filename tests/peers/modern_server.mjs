// A server on the TypeScript SDK's second edition, which speaks revision 2026-07-28: no handshake, no session.
// Run: node --import ./loopback.mjs modern_server.mjs [both]
//   both   also answers older clients; without it they are refused
// GET /events says which revisions and methods were asked for, how often, and what the header Mcp-Param-Country held.
import http from "node:http";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { createMcpHandler, inputRequired, Server } from "@modelcontextprotocol/server";

const events = { revisions: {}, methods: {}, refused: {}, countries: [] };
const object = (properties, required = []) => ({ type: "object", properties, required });
const read_only = { readOnlyHint: true };

const tools = [
  { name: "list_orders", description: "Lists the shop's orders.", inputSchema: object({}), annotations: read_only },
  {
    name: "list_orders_of_country",
    description: "Lists the orders of one country.",
    inputSchema: object({ country: { type: "string", "x-mcp-header": "Country" } }, ["country"]),
    annotations: read_only,
  },
  {
    name: "list_crooked_orders",
    description: "Lists orders, asked for with a header that no client may send.",
    inputSchema: object({ country: { type: "string", "x-mcp-header": "Not a token" } }),
    annotations: read_only,
  },
  {
    name: "list_held_orders",
    description: "Lists orders once a person has agreed.",
    inputSchema: object({}),
    annotations: read_only,
  },
];
const orders = [
  { order: "A-1", country: "CZ", amount: 120 },
  { order: "A-2", country: "Österreich", amount: 80 },
  { order: "A-3", country: "CZ", amount: 40 },
];

function call(request) {
  const { name, arguments: wishes } = request.params;
  if (name === "list_held_orders" && !request.params.inputResponses) {
    const question = { message: "Show them?", requestedSchema: object({ sure: { type: "boolean" } }) };
    return inputRequired({ inputRequests: { sure: inputRequired.elicit(question) } });
  }
  const found = orders.filter((order) => name !== "list_orders_of_country" || order.country === wishes.country);
  return { content: [{ type: "text", text: JSON.stringify({ orders: found }) }] };
}

const handler = createMcpHandler(
  () => {
    const server = new Server({ name: "Modern orders", version: "1" }, { capabilities: { tools: {} } });
    server.setRequestHandler("tools/list", () => ({ tools }));
    server.setRequestHandler("tools/call", call);
    return server;
  },
  { legacy: process.argv.includes("both") ? "stateless" : "reject" },
);
const serve = toNodeHandler(handler);
const count = (counts, key) => (counts[key] = (counts[key] ?? 0) + 1);

http
  .createServer((request, response) => {
    if (request.url === "/events") return response.end(JSON.stringify(events));
    count(events.revisions, request.headers["mcp-protocol-version"] ?? "none");
    count(events.methods, request.headers["mcp-method"] ?? "none");
    if (request.headers["mcp-param-country"]) events.countries.push(request.headers["mcp-param-country"]);
    response.on("finish", () => response.statusCode >= 400 && count(events.refused, response.statusCode));
    return serve(request, response);
  })
  .listen(Number(process.env.PORT ?? 0));
