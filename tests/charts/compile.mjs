// Every golden spec through the real Vega-Lite and Vega: valid by the schema, compiled without a warning, drawn to SVG.
// Run: node tests/charts/compile.mjs   (vega, vega-lite and ajv must be installed)
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Modules come from PARLEY_NODE_MODULES where it is set, else from the repository's own node_modules.
const here = dirname(fileURLToPath(import.meta.url));
const modules = process.env.PARLEY_NODE_MODULES ?? join(here, "../../node_modules");
const require = createRequire(join(modules, "index.js"));
const load = async (name) => import(require.resolve(name));

const vegaLite = await load("vega-lite");
const vega = await load("vega");
const { default: Ajv } = await load("ajv");

const schema = JSON.parse(readFileSync(join(modules, "vega-lite/build/vega-lite-schema.json"), "utf8"));
const ajv = new Ajv({ allErrors: false, strict: false, validateFormats: false, verbose: false });
const validate = ajv.compile(schema);

// "container" is the page's width: without a page it is given one.
const sized = (spec) => (spec.width === "container" ? { ...spec, width: 640 } : spec);

// Said of every spec that is as wide as the page and as high as its rows, even where it asks for "fit-x" as ours do.
const harmless = 'Dropping "fit-y" because spec has discrete height.';

function listen() {
  const said = [];
  const say = (...parts) => {
    const text = parts.join(" ");
    if (text !== harmless) said.push(text);
  };
  const logger = { level: () => logger, error: say, warn: say, info: () => logger, debug: () => logger };
  return { said, logger };
}

async function check(file) {
  const spec = JSON.parse(readFileSync(file, "utf8"));
  const before = JSON.stringify(spec);
  if (!validate(spec)) return ajv.errorsText(validate.errors.slice(0, 3));
  const { said, logger } = listen();
  vegaLite.compile(spec, { logger });
  const compiled = vegaLite.compile(sized(spec), { logger }).spec;
  if (JSON.stringify(spec) !== before) return "compiling changed the spec";
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logger });
  const svg = await view.toSVG();
  view.finalize();
  if (said.length > 0) return said.join("; ");
  if (svg.includes("undefined") || svg.includes("NaN")) return "the picture holds undefined or NaN";
  const drawn = (svg.match(/<(path|text|rect)[ >]/g) ?? []).length;
  return drawn > 3 ? "" : `only ${drawn} marks were drawn`;
}

const folder = join(here, "../golden/charts");
const files = readdirSync(folder).filter((name) => name.endsWith(".vl.json")).sort();
let passed = 0;
for (const name of files) {
  let problem = "";
  try {
    problem = await check(join(folder, name));
  } catch (error) {
    problem = `${error.message}`;
  }
  console.log(`${problem === "" ? "ok  " : "FAIL"} ${name}${problem === "" ? "" : `: ${problem}`}`);
  if (problem === "") passed += 1;
}
const failed = files.length - passed;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || files.length === 0 ? 1 : 0);
