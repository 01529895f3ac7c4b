/** How long this thread's event loop was held, as other calls would feel it: by the clock less the time in which others had the core, and by the thread's own work. */
import { readFileSync } from 'node:fs';

const EVERY_MS = 2;

export class LoopMeter {
  #own = 0;
  #work = 0;
  #at = performance.now();
  #cores = coresOf();
  readonly #timer = setInterval(() => this.#tick(), EVERY_MS);

  constructor() {
    this.#timer.unref();
  }

  /** The longest since the last question, milliseconds. */
  read(): { own: number; work: number } {
    const longest = { own: this.#own, work: this.#work };
    this.#own = 0;
    this.#work = 0;
    return longest;
  }

  #tick(): void {
    const now = performance.now();
    const cores = coresOf();
    const lacked = cores.lacked - this.#cores.lacked;
    this.#own = Math.max(this.#own, now - this.#at - EVERY_MS - lacked);
    this.#work = Math.max(this.#work, cores.had - this.#cores.had);
    this.#at = now;
    this.#cores = cores;
  }
}

/** Milliseconds that this thread had a core, and that it was ready to run and had none, by Linux; elsewhere none is known. */
function coresOf(): { had: number; lacked: number } {
  try {
    const [had = 0, lacked = 0] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1')
      .split(' ')
      .map((nanoseconds) => Number(nanoseconds) / 1e6);
    return { had, lacked };
  } catch {
    return { had: 0, lacked: 0 };
  }
}
