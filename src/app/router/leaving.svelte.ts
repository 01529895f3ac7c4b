/** Asks before a form with unsaved words is left. */
import type { Editing } from '../../page/editing';

export class Leaving {
  asking = $state(false);
  #answer: ((leave: boolean) => void) | undefined;

  /** Resolves to true when nothing is unsaved, or the person leaves it. */
  ask(editing: Editing): Promise<boolean> {
    if (!editing.unsaved) return Promise.resolve(true);
    this.#answer?.(false);
    this.asking = true;
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  answer(leave: boolean): void {
    this.asking = false;
    this.#answer?.(leave);
    this.#answer = undefined;
  }
}
