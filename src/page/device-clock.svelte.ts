/** This device's own time, which the sync is timed by: it moves on while someone looks, for words such as "2 min ago". */
import { createSubscriber } from 'svelte/reactivity';

const step = 20_000;

export class DeviceClock {
  readonly #read = createSubscriber((update) => {
    const timer = setInterval(update, step);
    document.addEventListener('visibilitychange', update);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', update);
    };
  });

  /** milliseconds */
  get now(): number {
    this.#read();
    return Date.now();
  }
}
