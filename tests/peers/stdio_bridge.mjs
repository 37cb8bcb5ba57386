// stdio_bridge.mjs SCRIPT [ARGUMENT ...]: a server that only speaks over standard input and output, on Streamable HTTP.
// Messages pass as they are; each session has a process of its own.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

const [, , script, ...words] = process.argv;
const sessions = new Map();

async function open() {
  const inner = new StdioClientTransport({
    command: process.execPath, args: [script, ...words], env: process.env, stderr: 'ignore',
  });
  const outer = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => sessions.set(id, outer),
    onsessionclosed: (id) => sessions.delete(id),
  });
  outer.onmessage = (message) => inner.send(message);
  inner.onmessage = (message) => outer.send(message).catch(() => {});  // Nobody waits for it any more.
  outer.onclose = () => inner.close();
  await inner.start();
  await outer.start();
  return outer;
}

const server = createServer(async (request, response) => {
  const outer = sessions.get(request.headers['mcp-session-id']) ?? await open();
  response.on('close', () => outer.sessionId ?? outer.close());  // It began no session.
  await outer.handleRequest(request, response);
});
server.listen(process.env.PORT ?? 0);
