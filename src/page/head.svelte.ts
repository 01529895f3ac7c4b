/** The content of the app's header for the shown page. Pages use PageHead.svelte for it. */
import { createContext, type Snippet } from 'svelte';

export interface Head {
  title: string;
  back?: { href: string; label: string } | undefined;
  actions?: Snippet | undefined;
  /** the store that the page is about */
  storeId?: string | undefined;
  /** The page goes by the chosen store, and another can be chosen on it although there is a way back. */
  choosesStore?: boolean | undefined;
}

export class PageHeads {
  // A page that leaves still sees the state of before its successor came, so the list itself is kept beside the state.
  #all: (() => Head)[] = [];
  #claims: (() => Head)[] = $state.raw([]);

  /** The head of the newest page: while one page replaces another there may be two for a moment. */
  get current(): Head | undefined {
    return this.#claims.at(-1)?.();
  }

  claim(head: () => Head): () => void {
    this.#claims = this.#all = [...this.#all, head];
    return () => {
      this.#claims = this.#all = this.#all.filter((claim) => claim !== head);
    };
  }
}

export const [useHeads, provideHeads] = createContext<PageHeads>();
