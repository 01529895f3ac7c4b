/** The listeners for acts of other processes. */
import type { StoredElsewhere, Told } from '../../port/others';

export class Listeners {
  readonly #stored: ((stored: StoredElsewhere) => void)[] = [];
  readonly #told: ((told: Told) => void)[] = [];

  onStored(listener: (stored: StoredElsewhere) => void): void {
    this.#stored.push(listener);
  }

  onTold(listener: (told: Told) => void): void {
    this.#told.push(listener);
  }

  stored(stored: StoredElsewhere): void {
    for (const listener of this.#stored) listener(stored);
  }

  told(told: Told): void {
    for (const listener of this.#told) listener(told);
  }
}
