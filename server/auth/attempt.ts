/**
 * One try to show who one is, under the counts that slow guessing. Only a guess stays counted: neither a right answer does nor a fault of
 * this server. A try counts while it is under way; where the count is full only of such, the next one waits until one of them ends, so
 * that many who come at once from one address, all of them with the right password, are let in.
 */
import type { CountedTries } from './tries';

/** A count, and under which name the try counts there. */
export type Guard = readonly [counts: CountedTries, caller: string];

export type Attempted<T> = { ok: true; value: T } | { ok: false; seconds: number };

type Outcome<T> = { value: T } | { error: unknown };

/** `guards`: in the same order wherever they are used together. Rejects as `work` does. */
export async function attempt<T>(
  guards: readonly Guard[],
  work: () => Promise<T>,
  isGuess: (outcome: Outcome<T>) => boolean,
): Promise<Attempted<T>> {
  const begun: Guard[] = [];
  for (const guard of guards) {
    const seconds = await begin(guard);
    if (seconds > 0) {
      for (const one of begun) await end(one, false);
      return { ok: false, seconds };
    }
    begun.push(guard);
  }
  const outcome = await work().then(
    (value): Outcome<T> => ({ value }),
    (error: unknown): Outcome<T> => ({ error }),
  );
  for (const one of begun) await end(one, isGuess(outcome));
  if ('error' in outcome) throw outcome.error;
  return { ok: true, value: outcome.value };
}

/** The tries under way in this process. */
interface UnderWay {
  count: number;
  /** resolves when the next of them ends */
  ending: Promise<void>;
  ended: () => void;
}

const underWay = new WeakMap<CountedTries, Map<string, UnderWay>>();

/** The seconds to wait; 0: it has begun. */
async function begin([counts, caller]: Guard): Promise<number> {
  const all = underWay.get(counts) ?? new Map<string, UnderWay>();
  underWay.set(counts, all);
  for (;;) {
    const seconds = await counts.begin(caller);
    const others = all.get(caller);
    if (seconds > 0 && !others) return seconds;
    if (seconds === 0) {
      if (others) others.count += 1;
      else all.set(caller, { count: 1, ...nextEnd() });
      return 0;
    }
    await others?.ending;
  }
}

async function end([counts, caller]: Guard, isGuess: boolean): Promise<void> {
  const all = underWay.get(counts);
  const own = all?.get(caller);
  try {
    if (!isGuess) await counts.giveBack(caller);
  } finally {
    if (own) {
      own.count -= 1;
      own.ended();
      Object.assign(own, nextEnd());
      if (own.count === 0) all?.delete(caller);
    }
  }
}

function nextEnd(): Pick<UnderWay, 'ending' | 'ended'> {
  let ended = (): void => undefined;
  const ending = new Promise<void>((resolve) => (ended = resolve));
  return { ending, ended };
}
