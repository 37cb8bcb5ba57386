// Our client beside the TypeScript SDK's, on one server and in one run: node wire.mjs FOLDER_OF_PROGRAMS [CALLS].
// Prints ratios, for figures of one machine say little on another. Nothing is installed and nothing fails where the SDK
// is missing: it says so.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..', '..');
const ours = path.join(process.argv[2] ?? path.join(root, 'build/bench/bin'), 'parley_wire_bench');
const calls = process.argv[3] ?? '2000';
const target = 0.1;

function startServer(kind) {
  const server = spawn(process.execPath, [path.join(here, 'wire_server.mjs'), kind], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    server.on('exit', (code) => reject(new Error(`the bench's server ended with ${code}`)));
    createInterface({ input: server.stdout }).on('line', (line) => {
      const port = /listening on port (\d+)/.exec(line)?.[1];
      if (port) resolve({ server, url: `http://127.0.0.1:${port}/mcp` });
    });
  });
}

function run(program, words) {
  const ended = spawnSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (ended.status !== 0) throw new Error(`${program} ended with ${ended.status ?? ended.signal}`);
  return JSON.parse(ended.stdout);
}

function row(what, figures) {
  const cells = [figures.cpu_ms_per_call.toFixed(3), figures.peak_rss_mb.toFixed(1), figures.p50_ms.toFixed(3),
    figures.p99_ms.toFixed(3), figures.calls_per_s.toFixed(0)];
  console.log(`  ${what.padEnd(34)}${cells.map((cell) => cell.padStart(12)).join('')}`);
}

function verdict(name, ratio) {
  return `${name} 1/${(1 / ratio).toFixed(1)} of the SDK's${ratio <= target ? '' : ' (target 1/10 missed)'}`;
}

async function compare(kind, atOnce) {
  const { server, url } = await startServer(kind);
  server.removeAllListeners('exit');
  try {
    const own = run(ours, [url, calls, String(atOnce)]);
    const sdk = run(process.execPath, ['--no-warnings', path.join(here, 'sdk_client.mjs'), url, calls, String(atOnce)]);
    row(`parley, ${kind}, ${atOnce} at once`, own);
    row(`TypeScript SDK, ${kind}, ${atOnce} at once`, sdk);
    const cpu = own.cpu_ms_per_call / sdk.cpu_ms_per_call;
    console.log(`    ${verdict('CPU a call', cpu)}; ${verdict('memory', own.peak_rss_mb / sdk.peak_rss_mb)}`);
  } finally {
    server.kill('SIGKILL');
  }
}

if (!existsSync(path.join(root, 'node_modules/@modelcontextprotocol/sdk'))) {
  console.log('The wire is not measured: npm ci has not brought the TypeScript SDK.');
} else {
  console.log(`The wire: one MCP client and one server, ${calls} calls of a small tool`);
  const heads = ['CPU ms/call', 'peak MB', 'p50 ms', 'p99 ms', 'calls/s'];
  console.log(`  ${''.padEnd(34)}${heads.map((head) => head.padStart(12)).join('')}`);
  for (const kind of ['json', 'sse']) for (const atOnce of [1, 16]) await compare(kind, atOnce);
}
