/** A search for sites as somebody types: a few at a time, for a programme of any size. */
import type { Site } from '#shared/api/site';
import { listSites } from '../../../central-api/sites';
import type { Central } from '../../../central-api/central';
import { Pages } from '../../../page/pages.svelte';

const FEW = 10;

export class SiteSearch {
  #q = $state('');
  #former: Pages<Site> | undefined;
  readonly #central: () => Central;

  constructor(central: () => Central) {
    this.#central = central;
  }

  readonly pages = $derived.by(() => {
    const q = this.#q;
    this.#former?.close();
    this.#former = new Pages<Site>(
      (cursor, signal) =>
        listSites(
          { ...this.#central(), signal },
          { limit: FEW, ...(q !== '' && { q }), ...(cursor !== undefined && { cursor }) },
        ),
      this.#former,
    );
    return this.#former;
  });

  /** Words of the code or name of a site or of a store. */
  look(text: string): void {
    this.#q = text.trim();
  }

  close(): void {
    this.#former?.close();
  }
}
