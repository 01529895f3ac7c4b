/**
 * npm run bench: runs each benchmark in turn and keeps what it prints in a page of its own, docs/measured/NAME.md, with a note on the machine.
 * npm run bench -- peers joins: these alone. What the numbers say is written by hand, in docs/benchmarks.md.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { root, seconds } from './run.mjs';

await ensureInstalled();
const { ensureBuilt } = await import('./build.mjs');
const { spawn } = await import('node:child_process');

const gib = (/** @type {number} */ bytes) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

function machine() {
  const cores = cpus();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return [
    `- Processor: ${cores[0]?.model.trim() ?? 'unknown'}, ${cores.length} cores`,
    `- Memory: ${gib(totalmem())}`,
    `- System: ${type()} ${release()}, Node ${process.versions.node}`,
    `- Waypost ${version}, ${new Date().toISOString().slice(0, 10)}`,
  ].join('\n');
}

/**
 * Shows the output of the benchmark and keeps it; progress belongs on stderr.
 * @param {string} file
 * @returns {Promise<{ code: number, table: string }>}
 */
function run(file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let table = '';
    child.stdout.on('data', (/** @type {Buffer} */ bytes) => {
      table += bytes.toString();
      process.stdout.write(bytes);
    });
    child.on('close', (code) => resolve({ code: code ?? 1, table: table.trim() }));
  });
}

const END = '.bench.ts';
const all = readdirSync(join(root, 'tests/bench'))
  .filter((name) => name.endsWith(END))
  .map((name) => name.slice(0, -END.length))
  .sort();

/**
 * @param {string} name
 * @param {string} tables
 */
function keep(name, tables) {
  const folder = join(root, 'docs/measured');
  mkdirSync(folder, { recursive: true });
  const head = `# ${name}\n\nWritten by \`npm run bench -- ${name}\`; what it says is in [benchmarks](../benchmarks.md).`;
  writeFileSync(join(folder, `${name}.md`), `${[head, machine(), tables].join('\n\n')}\n`);
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  process.exit(1);
}

if (!(await ensureBuilt())) process.exit(1);

for (const name of wanted.length > 0 ? wanted : all) {
  const began = performance.now();
  console.log(`\n${name}`);
  const { code, table } = await run(`tests/bench/${name}${END}`);
  if (code === 0) keep(name, table);
  else process.exitCode = 1;
  console.log(code === 0 ? `Kept in docs/measured/${name}.md (${seconds(began)}).` : `${name} failed.`);
}
