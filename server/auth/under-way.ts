/** The tries that are under way in this process, by count and caller, and those that wait for one of them to end. */
import type { CountedTries } from './tries';

/** A count, and under which name the try counts there. */
export type Guard = readonly [counts: CountedTries, caller: string];

export interface Waiting {
  /** True once the caller has hung up. */
  isGone?: () => boolean;
  /** The longest wait, milliseconds. */
  patience?: number;
}

/** Whoever waits longer is asked to come again. */
const PATIENCE = 30_000;
/** Callers under one name that wait at once. */
const MOST = 200;

interface Waiter {
  isGone: () => boolean;
  wake: () => void;
}

interface UnderWay {
  count: number;
  /** the one that is woken next in front */
  waiting: Waiter[];
}

const underWay = new WeakMap<CountedTries, Map<string, UnderWay>>();

function allOf(counts: CountedTries): Map<string, UnderWay> {
  const all = underWay.get(counts) ?? new Map<string, UnderWay>();
  underWay.set(counts, all);
  return all;
}

const othersOf = ([counts, caller]: Guard): UnderWay | undefined => allOf(counts).get(caller);

/** The seconds to wait; 0: it has begun. */
export async function beginTry(
  guard: Guard,
  { isGone = () => false, patience = PATIENCE }: Waiting = {},
): Promise<number> {
  const until = performance.now() + patience;
  let seconds = await look(guard);
  for (let isFirst = false; seconds > 0; isFirst = true) {
    const others = othersOf(guard);
    const left = Math.min(until - performance.now(), seconds * 1000);
    if (!others?.count || left <= 0 || isGone() || isFull(others)) {
      // it had its turn, and gives up
      if (isFirst) next(guard);
      return seconds;
    }
    await turn(others, { isGone, left, isFirst });
    seconds = await look(guard).catch((error: unknown) => {
      next(guard);
      throw error;
    });
  }
  return 0;
}

/** As `beginTry`, at this moment. */
async function look(guard: Guard): Promise<number> {
  const [counts, caller] = guard;
  const seconds = await counts.begin(caller);
  const others = othersOf(guard);
  if (seconds > 0) return seconds;
  if (others) others.count += 1;
  else allOf(counts).set(caller, { count: 1, waiting: [] });
  return 0;
}

export async function endTry(guard: Guard, isGuess: boolean): Promise<void> {
  const [counts, caller] = guard;
  const own = othersOf(guard);
  try {
    if (!isGuess) await counts.giveBack(caller);
  } finally {
    if (own) own.count -= 1;
    next(guard);
  }
}

/**
 * One place has come free, or may have: one of those that wait looks, and the next where it gives up. So each end costs one question, however
 * many wait.
 */
function next(guard: Guard): void {
  const own = othersOf(guard);
  if (!own) return;
  dropGone(own);
  own.waiting.shift()?.wake();
  const [counts, caller] = guard;
  if (own.count === 0 && own.waiting.length === 0) allOf(counts).delete(caller);
}

/** Resolves when it is woken, or after `left` milliseconds. */
function turn(
  own: UnderWay,
  { isGone, left, isFirst }: { isGone: () => boolean; left: number; isFirst: boolean },
): Promise<void> {
  return new Promise((resolve) => {
    const waiter: Waiter = { isGone, wake: () => (clearTimeout(timer), resolve()) };
    const timer = setTimeout(() => {
      own.waiting = own.waiting.filter((one) => one !== waiter);
      resolve();
    }, left);
    timer.unref();
    if (isFirst) own.waiting.unshift(waiter);
    else own.waiting.push(waiter);
  });
}

function isFull(own: UnderWay): boolean {
  if (own.waiting.length >= MOST) dropGone(own);
  return own.waiting.length >= MOST;
}

/** Whoever has hung up is woken to go. */
function dropGone(own: UnderWay): void {
  const gone = own.waiting.filter(({ isGone }) => isGone());
  if (gone.length === 0) return;
  own.waiting = own.waiting.filter((one) => !gone.includes(one));
  for (const one of gone) one.wake();
}
