/**
 * One try to show who one is, under the counts that slow guessing. Only a guess stays counted: neither a right answer does nor a fault of
 * this server. A try counts while it is under way; where the count is full only of such, the next one waits until one of them ends, so
 * that many who come at once from one address, all of them with the right password, are let in.
 */
import { beginTry, endTry, type Guard, type Waiting } from './under-way';

export type { Guard };

export type Attempted<T> = { ok: true; value: T } | { ok: false; seconds: number };

type Outcome<T> = { value: T } | { error: unknown };

/** `guards`: in the same order wherever they are used together. Rejects as `work` does, and where a try cannot be counted. */
export async function attempt<T>(
  guards: readonly Guard[],
  work: () => Promise<T>,
  isGuess: (outcome: Outcome<T>) => boolean,
  waiting?: Waiting,
): Promise<Attempted<T>> {
  const begun: Guard[] = [];
  let wasGuess = false;
  try {
    for (const guard of guards) {
      const seconds = await beginTry(guard, waiting);
      if (seconds > 0) return { ok: false, seconds };
      begun.push(guard);
    }
    const outcome = await work().then(
      (value): Outcome<T> => ({ value }),
      (error: unknown): Outcome<T> => ({ error }),
    );
    wasGuess = isGuess(outcome);
    if ('error' in outcome) throw outcome.error;
    return { ok: true, value: outcome.value };
  } finally {
    // each of them ends, whatever the others meet: a count that could not be given back is forgotten with its time
    await Promise.allSettled(begun.map((guard) => endTry(guard, wasGuess)));
  }
}
