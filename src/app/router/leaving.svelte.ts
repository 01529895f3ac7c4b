/** Asks before a form with unsaved words is left. */
import type { Editing } from '../../page/editing';

/** `keep`: the text is there again later; `discard`: it is given up */
type LeaveAnswer = 'stay' | 'keep' | 'discard';

export class Leaving {
  asking = $state(false);
  /** True if the unsaved text is kept on this device. */
  kept = $state(false);
  #answer: ((answer: LeaveAnswer) => void) | undefined;

  /** Resolves to true when nothing is unsaved, or the person leaves it. */
  async ask(editing: Editing): Promise<boolean> {
    if (!editing.unsaved) return true;
    this.#answer?.('stay');
    this.kept = editing.kept;
    this.asking = true;
    const answer = await new Promise<LeaveAnswer>((resolve) => {
      this.#answer = resolve;
    });
    if (answer === 'discard') await editing.discard();
    return answer !== 'stay';
  }

  answer(answer: LeaveAnswer): void {
    this.asking = false;
    this.#answer?.(answer);
    this.#answer = undefined;
  }
}
