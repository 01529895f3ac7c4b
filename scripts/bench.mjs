// npm run bench: runs each benchmark in turn, prints its tables and keeps them in docs/benchmarks.md with a note on the machine.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, freemem, release, totalmem, type } from 'node:os';
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
    `- Memory: ${gib(totalmem())}, ${gib(freemem())} free at the start`,
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

/** @returns {string[]} */
function benchmarks() {
  try {
    const files = readdirSync(join(root, 'tests/bench')).filter((name) => name.endsWith('.bench.ts'));
    return files.sort().map((name) => `tests/bench/${name}`);
  } catch {
    return [];
  }
}

if (!(await ensureBuilt())) process.exit(1);

const sections = [];
for (const file of benchmarks()) {
  const began = performance.now();
  console.log(`\n${file}`);
  const { code, table } = await run(file);
  if (code !== 0) {
    console.error(`${file} failed.`);
    process.exitCode = 1;
    continue;
  }
  console.log(`(${seconds(began)})`);
  sections.push(table);
}

if (process.exitCode === undefined && sections.length > 0) {
  mkdirSync(join(root, 'docs'), { recursive: true });
  const page = ['# Benchmarks', 'Written by `npm run bench`.', machine(), ...sections].join('\n\n');
  writeFileSync(join(root, 'docs/benchmarks.md'), `${page}\n`);
  console.log('\nKept in docs/benchmarks.md.');
}
