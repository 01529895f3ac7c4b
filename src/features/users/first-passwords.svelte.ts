/** First passwords, made a few at a time: each is shown once, so none that was shown is made again, and none that was lost is forgotten. */
import { SvelteMap } from 'svelte/reactivity';
import type { FirstPassword } from '#shared/api/user';
import type { Issue, Result } from '#shared/result';

/** at once: an answer of a few seconds, even from a slow server, and few that a lost one takes with it */
const MOST = 10;

type Make = (ids: string[]) => Promise<Result<{ items: FirstPassword[] }>>;

export class FirstPasswords {
  making = $state(false);
  issue: Issue | undefined = $state.raw();
  /** those that have a password of their own by now, are disabled or gone */
  passedOver = $state(0);
  /** ids for which no answer came: they may have a password that nobody saw */
  readonly unseen = new SvelteMap<string, true>();
  readonly #shown = new SvelteMap<string, FirstPassword>();
  /** all that were ever shown here: their slips are good */
  readonly #given = new SvelteMap<string, true>();
  readonly #make: Make;

  constructor(make: Make) {
    this.#make = make;
  }

  /** in the order in which they were made */
  get made(): FirstPassword[] {
    return [...this.#shown.values()];
  }

  wasGiven(id: string): boolean {
    return this.#given.has(id);
  }

  /** Stops at the first call that fails; called again, it makes those that are left. */
  async make(ids: readonly string[]): Promise<void> {
    if (this.making) return;
    [this.making, this.issue, this.passedOver] = [true, undefined, 0];
    const left = ids.filter((id) => !this.#shown.has(id));
    for (let from = 0; from < left.length && !this.issue; from += MOST)
      await this.#some(left.slice(from, from + MOST));
    this.making = false;
  }

  async #some(ids: string[]): Promise<void> {
    const answer = await this.#make(ids);
    for (const id of ids)
      if (answer.ok) this.unseen.delete(id);
      else this.unseen.set(id, true);
    if (!answer.ok) {
      this.issue = answer.issues[0];
      return;
    }
    for (const one of answer.value.items) {
      this.#shown.set(one.id, one);
      this.#given.set(one.id, true);
    }
    this.passedOver += ids.length - answer.value.items.length;
  }

  /** The slips are printed. */
  clear(): void {
    this.#shown.clear();
    this.passedOver = 0;
  }
}
