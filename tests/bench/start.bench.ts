/** The start of a server with a long log: until it serves, and what it then has in memory; at first, and with what it keeps beside the log. */
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CentralServer } from '../central/server';
import { appendToLog } from './long-log';
import { printSection, whole } from './table';

const CHANGES = Number(process.env['CHANGES'] ?? 10_000_000);
/** of /proc, a second */
const TICKS = 100;
const PART = 1_000_000;

async function stop(server: CentralServer): Promise<void> {
  server.process.kill('SIGTERM');
  await once(server.process, 'exit');
}

/** Seconds of processor of the thread that serves; the lists follow on another. */
function spent({ process: { pid = 0 } }: CentralServer): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function memoryOf({ process: { pid = 0 } }: CentralServer): string {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return `${whole(Number(kilobytes) / 1024)} MB`;
}

async function timed(name: string, start: () => Promise<CentralServer>): Promise<[CentralServer, string[]]> {
  console.error(`${name} …`);
  const from = performance.now();
  const server = await start();
  await fetch(`${server.origin}/api/health`);
  const seconds = (performance.now() - from) / 1000;
  return [server, [name, `${seconds.toFixed(1)} s`, `${spent(server).toFixed(1)} s`, memoryOf(server)]];
}

const empty = await CentralServer.start();
const { dataDir } = empty;
await stop(empty);
for (let at = 0; at < CHANGES; at += PART) {
  await appendToLog(dataDir, at, Math.min(PART, CHANGES - at));
  console.error(`${whole(at + PART)} changes`);
}
const gigabytes = statSync(join(dataDir, 'waypost.sqlite')).size / 1e9;
const [first, cold] = await timed('nothing kept: all of the log is read', () => empty.startAgain());
// killed while its lists still follow, as after a cut of the power
await first.kill();
const [second, kept] = await timed('after a kill, with what is kept beside the log', () =>
  empty.startAgain(),
);
await second.remove();
printSection({
  title: `A start at ${whole(CHANGES)} changes`,
  about:
    `Until the server answers \`/api/health\`; a log of ${gigabytes.toFixed(1)} GB, new assets of ${whole(CHANGES / 1000)} stores. Processor: of the ` +
    'thread that serves. Memory: of the process then, with the thread of the lists, which follow from their beginning.',
  columns: ['start', 'serves after', 'processor', 'memory'],
  rows: [cold, kept],
});
process.exit(0);
