// The TypeScript SDK's client on the server that Parley's client is measured on: node sdk_client.mjs URL CALLS AT_ONCE.
// Prints one line of JSON with the members that parley_wire_bench prints.
import { readFileSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const [url, calls, atOnce] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const warmUp = 200;

async function connect() {
  const client = new Client({ name: 'bench', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  await client.listTools();
  return client;
}

async function callOnce(client) {
  const start = performance.now();
  const result = await client.callTool({ name: 'echo', arguments: { message: 'hello' } });
  if (result.isError) throw new Error('the tool failed');
  return performance.now() - start;
}

// One session does what several threads do over there: to run several costs this client more.
async function run(client, count) {
  const times = [];
  let begun = 0;
  const worker = async () => {
    while (begun++ < count) times.push(await callOnce(client));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return times.sort((a, b) => a - b);
}

function peakMegabytes() {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
}

const client = await connect();
await run(client, warmUp);
const cpuBefore = process.cpuUsage();
const start = performance.now();
const times = await run(client, calls);
const seconds = (performance.now() - start) / 1000;
const cpu = process.cpuUsage(cpuBefore);
console.log(
  JSON.stringify({
    calls_per_s: calls / seconds,
    p50_ms: times[Math.floor(times.length * 0.5)],
    p99_ms: times[Math.floor(times.length * 0.99)],
    cpu_ms_per_call: (cpu.user + cpu.system) / 1000 / calls,
    peak_rss_mb: peakMegabytes(),
  }),
);
await client.transport.terminateSession();
await client.close();
