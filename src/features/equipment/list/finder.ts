/**
 * The answers to a search while it is typed. A longer word is looked for only among those that had its beginning, and a letter
 * that is taken back finds the answer of before as it was, so that nothing of the list is made again.
 */
import type { ListedAsset } from '../pieces/table/listing';
import { searchTerms } from '../pieces/table/search';
import { fitting, type Filters } from './filters';

type Answer = readonly ListedAsset[];

/** as many as a person types in one go */
const MOST = 30;

export class Finder {
  #assets: Answer | undefined;
  #narrowed = '';
  #answers = new Map<string, Answer>();
  #last: { terms: string[]; answer: Answer } | undefined;

  /** The same as `fitting`. */
  find(assets: Answer, { query, narrowed }: Pick<Filters, 'query' | 'narrowed'>): Answer {
    this.#forgetUnless(assets, JSON.stringify(narrowed));
    const terms = searchTerms(query);
    const answer = this.#answers.get(query) ?? fitting(this.#among(terms) ?? assets, { query, narrowed });
    if (this.#answers.size >= MOST) this.#answers.clear();
    this.#answers.set(query, answer);
    this.#last = { terms, answer };
    return answer;
  }

  /** The last answer, if whatever has these words has those too. */
  #among(terms: readonly string[]): Answer | undefined {
    const { terms: before = [], answer } = this.#last ?? {};
    return before.every((word) => terms.some((term) => term.includes(word))) ? answer : undefined;
  }

  #forgetUnless(assets: Answer, narrowed: string): void {
    if (assets === this.#assets && narrowed === this.#narrowed) return;
    this.#assets = assets;
    this.#narrowed = narrowed;
    this.#answers.clear();
    this.#last = undefined;
  }
}
