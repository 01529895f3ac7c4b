/** Loads lanes and weighs the processes that serve them. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane } from './lanes';

/** From the start of a load until it counts, milliseconds: for a server that has just started, and for one that has run for a while. */
const FRESH_MS = 2000;
const STEADY_MS = 40_000;
const WINDOW_MS = 5000;
/** of /proc, a second */
const TICKS = 100;

export interface Weighed {
  /** the server, and all its code, had run for a while before this */
  isSteady: boolean;
  perSecond: number;
  /** microseconds of processor for each change: of all threads, and of the one that the sockets are on */
  all: number;
  main: number;
  /** milliseconds */
  p50: number;
  p99: number;
}

/** Milliseconds of processor that a process, or one of its threads, has had. */
function spent(path: string): number {
  const [, rest = ''] = readFileSync(path, 'utf8').split(') ');
  const fields = rest.split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}
const spentBy = (pids: readonly number[]) => ({
  all: pids.reduce((sum, pid) => sum + spent(`/proc/${pid}/stat`), 0),
  main: pids.reduce((sum, pid) => sum + spent(`/proc/${pid}/task/${pid}/stat`), 0),
});

/** `begin` keeps the lanes sending until the signal. */
async function weigh(
  pids: readonly number[],
  lanes: readonly Lane[],
  begin: (signal: AbortSignal) => void,
  alsoSteady = false,
): Promise<Weighed[]> {
  const stop = new AbortController();
  let waits: number[] | undefined;
  for (const lane of lanes) {
    const next = lane.onTaken;
    lane.onTaken = (some) => {
      waits?.push(...some);
      next(some);
    };
  }
  begin(stop.signal);
  const weighNow = async (isSteady: boolean): Promise<Weighed> => {
    const counted: number[] = (waits = []);
    const before = spentBy(pids);
    const from = performance.now();
    await sleep(WINDOW_MS);
    waits = undefined;
    const seconds = (performance.now() - from) / 1000;
    return { isSteady, ...share(counted, seconds, before, spentBy(pids)) };
  };
  await sleep(FRESH_MS);
  const weighed = [await weighNow(false)];
  if (alsoSteady) {
    await sleep(STEADY_MS - FRESH_MS - WINDOW_MS);
    weighed.push(await weighNow(true));
  }
  stop.abort();
  return weighed;
}

type Spent = ReturnType<typeof spentBy>;

function share(waits: number[], seconds: number, before: Spent, after: Spent): Omit<Weighed, 'isSteady'> {
  waits.sort((a, b) => a - b);
  const at = (share: number): number => waits[Math.floor(waits.length * share)] ?? NaN;
  const each = (ms: number): number => (ms * 1000) / waits.length;
  return {
    perSecond: waits.length / seconds,
    ...{ all: each(after.all - before.all), main: each(after.main - before.main) },
    ...{ p50: at(0.5), p99: at(0.99) },
  };
}

/** What all lanes have ready at the start of a full load: more than any server has taken of us in that time. */
const READY = 400_000;

/** Sends as fast as changes are taken, with a fixed number on their way at once. */
export async function atFullSpeed(
  pids: readonly number[],
  lanes: readonly Lane[],
  inFlight: number,
): Promise<Weighed[]> {
  let isStopped = false;
  for (const lane of lanes) {
    lane.prepare(READY / lanes.length);
    // a socket that answers no ping for twenty seconds is closed
    await new Promise(setImmediate);
  }
  for (const lane of lanes)
    lane.onTaken = (some) => {
      if (!isStopped) for (let count = 0; count < some.length; count++) lane.send();
    };
  return weigh(pids, lanes, (signal) => {
    signal.addEventListener('abort', () => (isStopped = true));
    for (const lane of lanes) for (let count = 0; count < inFlight; count++) lane.send();
  });
}

const TURN_MS = 10;

/** Sends `perSecond` changes a second, by one lane after the other: few, so that it takes a while until all code has run often. */
export function atRate(
  pids: readonly number[],
  lanes: readonly Lane[],
  perSecond: number,
): Promise<Weighed[]> {
  const begin = (signal: AbortSignal): void => {
    const began = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      for (const due = ((performance.now() - began) * perSecond) / 1000; sent < due; sent++)
        lanes[sent % lanes.length]?.send();
    }, TURN_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
  };
  return weigh(pids, lanes, begin, true);
}
