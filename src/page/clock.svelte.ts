/** Central's time as last known, for "3 days ago" and "not in the future". It steps once a minute while a page looks at it. */
import { createSubscriber } from 'svelte/reactivity';
import { useReplica } from '../replica/replica-context';
import type { Replica } from '../replica/replica';

const minute = 60_000;

export class Clock {
  #now = Date.now();
  readonly #subscribe: () => void;

  constructor(replica: Pick<Replica, 'now'>) {
    this.#subscribe = createSubscriber((update) => {
      const step = async (): Promise<void> => {
        this.#now = await replica.now();
        update();
      };
      // Without an answer from the database this device's own time stands.
      const tick = (): void => void step().catch(() => undefined);
      tick();
      const timer = setInterval(tick, minute);
      return () => clearInterval(timer);
    });
  }

  /** milliseconds */
  get now(): number {
    this.#subscribe();
    return this.#now;
  }
}

export const useClock = (): Clock => new Clock(useReplica());
