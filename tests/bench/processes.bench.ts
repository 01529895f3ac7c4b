/**
 * Several server processes on one PostgreSQL: what a change costs the process that takes it and each other one, and what three store beside
 * one when each has a share of a core for itself, as on machines of their own.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CentralServer } from '../central/server';
import { Staff } from '../central/staff';
import { makeCluster } from '../support/postgres-cluster';
import { waypostLane, type Lane } from './peers/lanes';
import { giveShare, type Share } from './share-of-core';
import { printSection, whole } from './table';

/** Until code is compiled, which takes long where a process has only a share of a core. Milliseconds. */
const WARM_MS = Number(process.env['WARM_MS'] ?? 20_000);
const WINDOW_MS = Number(process.env['WINDOW_MS'] ?? 10_000);
const SHARE = Number(process.env['SHARE'] ?? 0.25);
/** of /proc, a second */
const TICKS = 100;

interface Setting {
  processes: number;
  connections: number;
  inFlight: number;
  /** messages made ahead, all connections together */
  ready: number;
  /** the processes that devices talk to; default: all in turn */
  talkedTo?: number;
  share?: number;
}

/** Milliseconds of processor. */
interface Spent {
  all: number;
  /** of the thread that the sockets are on */
  main: number;
}

interface Weighed {
  perSecond: number;
  p50: number;
  p99: number;
  /** per process, microseconds for each change that any of them stored */
  each: Spent[];
  /** all of PostgreSQL's own processes, the same */
  postgres: number;
  /** changes that the lists lack at the end, of the process that lacks most */
  behind: number;
}

const fieldsOf = (path: string): string[] => readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? [];

function spent(path: string): number {
  const fields = fieldsOf(path);
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

const spentBy = (pid: number): Spent => ({
  all: spent(`/proc/${pid}/stat`),
  main: spent(`/proc/${pid}/task/${pid}/stat`),
});

/** Sessions that ended meanwhile count for nothing: none of those that are weighed ends. */
function spentByChildren(parent: number): number {
  return readdirSync('/proc').reduce((sum, name) => {
    const path = `/proc/${name}/stat`;
    try {
      return /^\d+$/.test(name) && Number(fieldsOf(path)[1]) === parent ? sum + spent(path) : sum;
    } catch {
      return sum;
    }
  }, 0);
}

async function lanesOn(servers: readonly CentralServer[], { connections, ready }: Setting): Promise<Lane[]> {
  const [first] = servers;
  if (!first) throw new Error('no server');
  const staff = await Staff.signIn(first.origin);
  const lanes: Lane[] = [];
  for (let number = 0; number < connections; number++) {
    const site = await staff.makeSite(`S${number}`, `Site ${number}`);
    const joined = await staff.join(site, `Device ${number}`);
    lanes.push(await waypostLane((servers[number % servers.length] ?? first).origin, site, joined));
  }
  for (const lane of lanes) {
    lane.prepare(ready / connections);
    // a socket that answers no ping for twenty seconds is closed
    await new Promise(setImmediate);
  }
  return lanes;
}

async function weigh(
  servers: readonly CentralServer[],
  lanes: readonly Lane[],
  postmaster: number,
  inFlight: number,
): Promise<Weighed> {
  const pids = servers.map(({ process: { pid = 0 } }) => pid);
  let waits: number[] | undefined;
  let isStopped = false;
  for (const lane of lanes)
    lane.onTaken = (some) => {
      waits?.push(...some);
      if (!isStopped) for (let count = 0; count < some.length; count++) lane.send();
    };
  for (const lane of lanes) for (let count = 0; count < inFlight; count++) lane.send();
  await sleep(WARM_MS);
  const before = [pids.map(spentBy), spentByChildren(postmaster)] as const;
  const from = performance.now();
  const counted: number[] = (waits = []);
  await sleep(WINDOW_MS);
  waits = undefined;
  const seconds = (performance.now() - from) / 1000;
  const after = [pids.map(spentBy), spentByChildren(postmaster)] as const;
  isStopped = true;
  const behind = await Promise.all(servers.map(behindOf));
  counted.sort((a, b) => a - b);
  const at = (share: number): number => counted[Math.floor(counted.length * share)] ?? NaN;
  const each = (ms: number): number => (ms * 1000) / counted.length;
  return {
    ...{ perSecond: counted.length / seconds, p50: at(0.5), p99: at(0.99), behind: Math.max(...behind) },
    each: after[0].map(({ all, main }, index) => ({
      all: each(all - (before[0][index]?.all ?? 0)),
      main: each(main - (before[0][index]?.main ?? 0)),
    })),
    postgres: each(after[1] - before[1]),
  };
}

async function behindOf({ origin }: CentralServer): Promise<number> {
  const { rowsBehind } = (await (await fetch(`${origin}/api/health`)).json()) as { rowsBehind: number };
  return rowsBehind;
}

/** Undefined where this user may not give shares. */
async function run(setting: Setting): Promise<Weighed | undefined> {
  const { processes, connections, inFlight, talkedTo = processes, share } = setting;
  console.error(`${processes} processes, ${connections} × ${inFlight} …`);
  const folder = mkdtempSync(join(tmpdir(), 'waypost-bench-'));
  const cluster = await makeCluster({ folder: join(folder, 'cluster'), isDurable: true });
  const postmaster = Number(
    readFileSync(join(folder, 'cluster', 'data', 'postmaster.pid'), 'utf8').split('\n')[0],
  );
  const servers: CentralServer[] = [];
  const shares: (Share | undefined)[] = [];
  try {
    for (let made = 0; made < processes; made++)
      servers.push(await CentralServer.start({ databaseUrl: cluster.url('postgres') }));
    const lanes = await lanesOn(servers.slice(0, talkedTo), setting);
    if (share !== undefined) shares.push(...servers.map(({ process: { pid = 0 } }) => giveShare(pid, share)));
    if (shares.includes(undefined)) return undefined;
    const weighed = await weigh(servers, lanes, postmaster, inFlight);
    for (const lane of lanes) lane.close();
    return weighed;
  } finally {
    for (const server of servers) await server.remove();
    for (const one of shares) await one?.end();
    cluster.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

const us = (value: number | undefined): string => (value === undefined ? '–' : `${value.toFixed(0)} µs`);
const ms = (value: number): string => `${value.toFixed(1)} ms`;

const loads = [
  { title: '50 × 20', connections: 50, inFlight: 20 },
  { title: '500 × 1', connections: 500, inFlight: 1 },
];

const costs: string[][] = [];
for (const { title, ...load } of loads) {
  const alone = await run({ ...load, processes: 1, ready: 300_000 });
  const pair = await run({ ...load, processes: 2, talkedTo: 1, ready: 200_000 });
  const [here, elsewhere] = pair?.each ?? [];
  costs.push([
    title,
    'one process alone',
    us(alone?.each[0]?.main),
    us(alone?.each[0]?.all),
    us(alone?.postgres),
  ]);
  costs.push(['', 'the process that takes it', us(here?.main), us(here?.all), us(pair?.postgres)]);
  costs.push(['', 'another process', us(elsewhere?.main), us(elsewhere?.all), '']);
}
printSection({
  title: 'PostgreSQL: what a change costs each process',
  about:
    `Each change is a new asset. Two processes, of which devices talk to one: the other takes in and folds what it stores. Microseconds of ` +
    `processor a change after ${WARM_MS / 1000} s, of the thread of the sockets, of the whole process (whose lists may fall behind, and cost the less), ` +
    'and of PostgreSQL. Everything on one machine.',
  columns: ['load', 'process', 'thread', 'process', 'PostgreSQL'],
  rows: costs,
});

const shared: string[][] = [];
for (const { title, ...load } of loads) {
  let one = NaN;
  for (const processes of [1, 3]) {
    const weighed = await run({ ...load, processes, share: SHARE, ready: 150_000 });
    if (!weighed) continue;
    const { perSecond, p50, p99, each, behind } = weighed;
    if (processes === 1) one = perSecond;
    const main = each.reduce((sum, of) => sum + of.main, 0);
    const all = each.reduce((sum, of) => sum + of.all, 0);
    shared.push([
      ...[title, String(processes), whole(perSecond), (perSecond / one).toFixed(2), us(main), us(all)],
      ...[ms(p50), ms(p99), whole(behind)],
    ]);
  }
}
printSection({
  title: `PostgreSQL: processes that have ${SHARE * 100} % of a core each`,
  about:
    'A stand-in for machines of their own, on one that is too small for three: PostgreSQL and the load have the rest of it. Processor: of all ' +
    `processes together, a change. After ${WARM_MS / 1000} s. Where this user may not limit processes, nothing stands here.`,
  columns: [
    'load',
    'processes',
    'stored/s',
    'times one',
    'threads',
    'processes',
    'p50',
    'p99',
    'lists behind',
  ],
  rows: shared,
});
process.exit(0);
