// A small MCP server for the bench: stateful, one tool, answers as an event stream or (argument "json") as JSON. Plain
// node without a framework, so that on two cores the client is what is measured. Says on which port it listens.
import { randomUUID } from 'node:crypto';
import http from 'node:http';

const asJson = process.argv.includes('json');
const sessions = new Set();

const tool = {
  name: 'echo',
  description: 'Says what it was told.',
  inputSchema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
  annotations: { readOnlyHint: true },
};

const methods = {
  initialize: (params) => ({
    protocolVersion: params.protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'bench', version: '1.0.0' },
  }),
  'tools/list': () => ({ tools: [tool] }),
  'tools/call': (params) => ({ content: [{ type: 'text', text: `Echo: ${params.arguments.message}` }] }),
  ping: () => ({}),
};

function refuse(response, status, code, message, id = null) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } }));
}

function answer(response, message, headers) {
  const text = JSON.stringify(message);
  if (asJson) {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.end(text);
    return;
  }
  // Head and event apart from the end, as real servers send them.
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...headers });
  response.write(`event: message\ndata: ${text}\n\n`);
  response.end();
}

function post(request, response, body) {
  let message;
  try {
    message = JSON.parse(body);
  } catch {
    return refuse(response, 400, -32700, 'This is not JSON.');
  }
  const session = request.headers['mcp-session-id'];
  const version = message.params?._meta?.['io.modelcontextprotocol/protocolVersion'];
  if (version) return refuse(response, 400, -32000, 'No session.', message.id);
  if (message.method !== 'initialize' && !sessions.has(session)) return refuse(response, 404, -32001, 'No such session.');
  if (message.id === undefined) return response.writeHead(202).end();
  const method = methods[message.method];
  if (!method) return refuse(response, 200, -32601, 'No such method.', message.id);
  const headers = {};
  if (message.method === 'initialize') sessions.add((headers['mcp-session-id'] = randomUUID()));
  answer(response, { jsonrpc: '2.0', id: message.id, result: method(message.params ?? {}) }, headers);
}

const server = http.createServer((request, response) => {
  if (request.method === 'DELETE') {
    sessions.delete(request.headers['mcp-session-id']);
    return response.writeHead(200).end();
  }
  if (request.method !== 'POST') return response.writeHead(405).end();
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (piece) => (body += piece));
  request.on('end', () => post(request, response, body));
});
server.listen(0, '127.0.0.1', () => console.log(`listening on port ${server.address().port}`));
