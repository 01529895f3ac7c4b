/**
 * Turns the pictures of the camera into readings. The camera sees one label in many pictures, and a plate with several codes in
 * parts. A label counts at once, anything else only after a moment in which a better code may come into view.
 */
import { isLabel } from './key-burst';

/** A code counts again only after it was out of sight for so long. */
const OUT_OF_SIGHT_MS = 3000;
const MOMENT_MS = 700;

export class Sight {
  #seen = new Map<string, number>();
  #waiting = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (texts: string[]) => void) {}

  /** Takes the codes of one picture; `at` in milliseconds. */
  see(texts: readonly string[], at: number): void {
    const fresh = texts.filter((text) => at - (this.#seen.get(text) ?? -Infinity) > OUT_OF_SIGHT_MS);
    for (const text of texts) this.#seen.set(text, at);
    if (fresh.length === 0) return;
    for (const text of fresh) this.#waiting.add(text);
    if (fresh.some((text) => isLabel(text, Date.now()))) this.#give();
    else this.#timer ??= setTimeout(() => this.#give(), MOMENT_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.clear();
  }

  #give(): void {
    const texts = [...this.#waiting];
    this.close();
    this.tell(texts);
  }
}
