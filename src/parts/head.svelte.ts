/** What the page that is shown puts into the header of the app. Pages use PageHead.svelte for it. */
import { createContext, type Snippet } from 'svelte';

export interface Head {
  title: string;
  back?: { href: string; label: string } | undefined;
  actions?: Snippet | undefined;
}

export class PageHeads {
  #claims: (() => Head)[] = $state.raw([]);

  /** The head of the newest page: while one page replaces another there may be two for a moment. */
  get current(): Head | undefined {
    return this.#claims.at(-1)?.();
  }

  claim(head: () => Head): () => void {
    this.#claims = [...this.#claims, head];
    return () => {
      this.#claims = this.#claims.filter((claim) => claim !== head);
    };
  }
}

export const [useHeads, provideHeads] = createContext<PageHeads>();
