/** The connections that have ended, until a reaction is decided; and the documents that wait for a person since one of them ended. */
import type { Identity } from '../replica/records';
import { gravest, reactionTo, type Ending, type Reaction } from './ending';

export class Endings {
  readonly #endings = new Map<string, Ending>();
  /** document → the code of why it is left alone */
  readonly #held = new Map<string, string>();

  get isEmpty(): boolean {
    return this.#endings.size === 0;
  }

  /** Documents that are left alone until a person acts. */
  get held(): ReadonlySet<string> {
    return new Set(this.#held.keys());
  }

  /** The code for which the first of them is held. */
  get heldFor(): string | undefined {
    return [...this.#held.values()][0];
  }

  note(document: string, ending: Ending): void {
    this.#endings.set(document, ending);
  }

  /** The reaction that the ended connections call for; undefined when none does. */
  take({ kind }: Identity): Reaction | undefined {
    const reactions = [...this.#endings].map(([document, ending]) => {
      const reaction = reactionTo(ending, kind);
      if (reaction.type === 'hold') this.#held.set(document, reaction.code);
      return reaction;
    });
    this.#endings.clear();
    const worst = gravest(reactions);
    return worst.type === 'none' ? undefined : worst;
  }

  forget(): void {
    this.#endings.clear();
  }

  /** A person acts: the documents that were held are tried again. */
  release(): void {
    this.#held.clear();
  }
}
