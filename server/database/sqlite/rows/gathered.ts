/** News that come one by one, passed on together: the first at once, those that follow it within a while at the end of it. */
export class Gathered {
  readonly #passOn: () => void;
  readonly #ms: number;
  #timer: NodeJS.Timeout | undefined;
  #hasNews = false;

  constructor(passOn: () => void, ms: number) {
    this.#passOn = passOn;
    this.#ms = ms;
  }

  /** There is news, and nobody waits for it. */
  news(): void {
    if (this.#timer) this.#hasNews = true;
    else this.now();
  }

  /** There is news, or somebody waits for it. */
  now(): void {
    this.stop();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#hasNews) this.now();
    }, this.#ms).unref();
    this.#passOn();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#hasNews = false;
  }
}
