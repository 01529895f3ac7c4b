/**
 * Central beside the servers that a user would pick instead, black box, in one sitting: the changes that each stores a second, and the cost
 * of a change.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CentralServer } from '../central/server';
import { Staff } from '../central/staff';
import { makeCluster } from '../support/postgres-cluster';
import { startChild } from './child';
import { startPeer } from './peers/install';
import { bareLane, hocuspocusLane, waypostLane, yWebsocketLane, type Lane } from './peers/lanes';
import { atFullSpeed, atRate, type Weighed } from './peers/weigh';
import { printSection, whole } from './table';

type Load = (pids: readonly number[], lanes: readonly Lane[]) => Promise<Weighed>;
type Contestant = (count: number, load: Load) => Promise<Weighed & { rows?: string }>;

const pidOf = ({ pid }: { pid?: number | undefined }): number => pid ?? 0;

/** The time by which the lists lag behind when the load ends, in words. */
async function rowsOf(origin: string): Promise<string> {
  const behind = async (): Promise<number> =>
    ((await (await fetch(`${origin}/api/health`)).json()) as { rowsBehind: number }).rowsBehind;
  const first = await behind();
  const from = performance.now();
  while ((await behind()) > 0) await sleep(100);
  return `${whole(first)}, gone after ${((performance.now() - from) / 1000).toFixed(1)} s`;
}

async function onServers(servers: readonly CentralServer[], count: number, load: Load) {
  const [first] = servers;
  if (!first) throw new Error('no server');
  try {
    const staff = await Staff.signIn(first.origin);
    const lanes: Lane[] = [];
    for (let number = 0; number < count; number++) {
      const site = await staff.makeSite(`S${number}`, `Site ${number}`);
      const joined = await staff.join(site, `Device ${number}`);
      const { origin } = servers[number % servers.length] ?? first;
      lanes.push(await waypostLane(origin, site, joined));
    }
    const weighed = await load(
      servers.map((server) => pidOf(server.process)),
      lanes,
    );
    const rows = await rowsOf(first.origin);
    for (const lane of lanes) lane.close();
    return { ...weighed, rows };
  } finally {
    for (const server of servers) await server.remove();
  }
}

const waypost: Contestant = async (count, load) => onServers([await CentralServer.start()], count, load);

const onPostgres =
  (processes: number): Contestant =>
  async (count, load) => {
    const folder = mkdtempSync(join(tmpdir(), 'waypost-bench-'));
    const cluster = await makeCluster({ folder: join(folder, 'cluster'), isDurable: true });
    try {
      const servers: CentralServer[] = [];
      for (let made = 0; made < processes; made++)
        servers.push(await CentralServer.start({ databaseUrl: cluster.url('postgres') }));
      return await onServers(servers, count, load);
    } finally {
      cluster.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  };

const peer =
  (
    start: () => Promise<{ process: { pid?: number | undefined }; port: number; end(): Promise<void> }>,
    laneOf: (port: number, number: number) => Promise<Lane>,
  ): Contestant =>
  async (count, load) => {
    const server = await start();
    try {
      const lanes: Lane[] = [];
      for (let number = 0; number < count; number++) lanes.push(await laneOf(server.port, number));
      const weighed = await load([pidOf(server.process)], lanes);
      for (const lane of lanes) lane.close();
      return weighed;
    } finally {
      await server.end();
    }
  };

const contestants: [name: string, isOnDisk: string, run: Contestant][] = [
  ['Waypost', 'on disk', waypost],
  ['y-websocket 2.1', 'in memory', peer(() => startPeer('y-websocket'), yWebsocketLane)],
  ['Hocuspocus 3.4', 'in memory', peer(() => startPeer('hocuspocus'), hocuspocusLane)],
  ['bare ws + SQLite', 'on disk', peer(() => startChild('peers/bare-sqlite.ts'), bareLane)],
];
const many: typeof contestants = [
  ['Waypost on PostgreSQL, one process', 'on disk', onPostgres(1)],
  ['Waypost on PostgreSQL, three processes', 'on disk', onPostgres(3)],
];

const full: Load = (pids, lanes) => atFullSpeed(pids, lanes, 20);
const loads: [title: string, count: number, load: Load, who: typeof contestants][] = [
  ['50 connections, 20 changes on their way on each', 50, full, [...contestants, ...many]],
  ['one connection, 20 changes on their way', 1, full, contestants],
  ['500 changes a second over 500 connections', 500, (pids, lanes) => atRate(pids, lanes, 500), contestants],
];

const ABOUT =
  'Each change is a new asset, each connection a device and a document of its own; two seconds of warming up, five that count, everything on ' +
  'one machine, the load in a process of its own. Taken: central has it on its disk and said so; the peers have it in memory and said so. ' +
  'Processor: microseconds a change, of the thread of the sockets (which judges and stores), and of the whole process (the lists follow ' +
  'meanwhile on a thread of their own). Only what stands in one table can be compared.';

for (const [title, count, load, who] of loads) {
  const rows: string[][] = [];
  let yardstick = NaN;
  for (const [name, where, run] of who) {
    console.error(`${title}: ${name} …`);
    const { perSecond, main, all, p50, p99, rows: lag = '–' } = await run(count, load);
    if (name.startsWith('y-websocket')) yardstick = perSecond;
    rows.push([
      ...[name, where, whole(perSecond), '', `${main.toFixed(0)} µs`, `${all.toFixed(0)} µs`],
      ...[`${p50.toFixed(1)} ms`, `${p99.toFixed(1)} ms`, lag],
    ]);
  }
  for (const row of rows) row[3] = (Number(row[2]?.replaceAll(',', '')) / yardstick).toFixed(2);
  const columns = ['server', 'where it is then', 'taken/s', 'times y-websocket', 'thread', 'process'];
  printSection({
    title: `Beside its peers: ${title}`,
    about: ABOUT,
    columns: [...columns, 'p50', 'p99', 'lists behind at the end'],
    rows,
  });
}
process.exit(0);
