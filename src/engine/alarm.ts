/** The alarm that wakes the engine between two cycles. A ring counts at once, or for the next wait. */
export class Alarm {
  #rung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Ends a present wait; without one it has no effect. */
  nudge(): void {
    this.#wake?.();
  }

  /** Resolves when it rings, or after `ms` when that is given; a ring since the last wait counts. */
  async wait(ms: number | undefined, after: (ms: number, run: () => void) => () => void): Promise<void> {
    let cancel = (): void => undefined;
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (ms !== undefined) cancel = after(ms, resolve);
      });
    }
    cancel();
    this.#wake = undefined;
    this.#rung = false;
  }
}
