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

type Load = (pids: readonly number[], lanes: readonly Lane[]) => Promise<Weighed[]>;
type Contestant = (count: number, load: Load) => Promise<{ weighed: Weighed[]; rows?: string }>;

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
    return { weighed, rows };
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
      return { weighed };
    } finally {
      await server.end();
    }
  };

/** For a part of it: `LOADS=500/s SERVERS=waypost,y-websocket`. */
const isWanted = (list: string | undefined, name: string): boolean =>
  list === undefined || list.split(',').includes(name);

interface Server {
  /** in `SERVERS` */
  short: string;
  name: string;
  /** where a change is that it has taken */
  where: string;
  run: Contestant;
}

const contestants: Server[] = [
  { short: 'waypost', name: 'Waypost', where: 'on disk', run: waypost },
  {
    short: 'y-websocket',
    name: 'y-websocket 2.1',
    where: 'in memory',
    run: peer(() => startPeer('y-websocket'), yWebsocketLane),
  },
  {
    short: 'hocuspocus',
    name: 'Hocuspocus 3.4',
    where: 'in memory',
    run: peer(() => startPeer('hocuspocus'), hocuspocusLane),
  },
  {
    short: 'bare',
    name: 'bare ws + SQLite',
    where: 'on disk',
    run: peer(() => startChild('peers/bare-sqlite.ts'), bareLane),
  },
];
const many: Server[] = [
  { short: 'postgres', name: 'Waypost on PostgreSQL, one process', where: 'on disk', run: onPostgres(1) },
  {
    short: 'postgres-3',
    name: 'Waypost on PostgreSQL, three processes',
    where: 'on disk',
    run: onPostgres(3),
  },
];

const full: Load = (pids, lanes) => atFullSpeed(pids, lanes, 20);
const loads: [name: string, title: string, count: number, load: Load, who: Server[]][] = [
  ['50x20', '50 connections, 20 changes on their way on each', 50, full, [...contestants, ...many]],
  ['1x20', 'one connection, 20 changes on their way', 1, full, contestants],
  [
    '500/s',
    '500 changes a second over 500 connections',
    500,
    (pids, lanes) => atRate(pids, lanes, 500),
    contestants,
  ],
];

const ABOUT =
  'Each change is a new asset, each connection a device and a document of its own; two seconds of warming up, five that count, everything on ' +
  'one machine, the load in a process of its own. Steady: the same process after 40 s of that load, since V8 compiles the code of a process ' +
  'that was just started while it runs for the first thousands of times. Taken: central has it on its disk and said so; the peers have it in ' +
  'memory and said so. Processor: microseconds a change, of the thread of the sockets (which judges and stores), and of the whole process ' +
  '(the lists follow meanwhile on a thread of their own). Only what stands in one table can be compared.';

const numbersOf = ({ perSecond, main, all, p50, p99 }: Weighed): string[] => [
  ...[whole(perSecond), '', `${main.toFixed(0)} µs`, `${all.toFixed(0)} µs`],
  ...[`${p50.toFixed(1)} ms`, `${p99.toFixed(1)} ms`],
];

for (const [short, title, count, load, who] of loads) {
  if (!isWanted(process.env['LOADS'], short)) continue;
  const rows: string[][] = [];
  let yardstick = NaN;
  for (const { name, where, run } of who.filter((one) => isWanted(process.env['SERVERS'], one.short))) {
    console.error(`${short}: ${name} …`);
    const { weighed, rows: lag = '–' } = await run(count, load);
    if (name.startsWith('y-websocket')) yardstick = weighed.at(-1)?.perSecond ?? NaN;
    for (const one of weighed) {
      const isLast = one === weighed.at(-1);
      rows.push([one.isSteady ? `${name}, steady` : name, ...[where, ...numbersOf(one), isLast ? lag : '–']]);
    }
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
