/** The names of sites and their stores, for the filters and columns of the fleet: fetched once a visit, a page after another. */
import type { Central } from '../../link/central';
import { listSites, type Site } from '../../link/sites';
import { byStore, type StoreAtSite } from './stores';

const PAGE = 200;
/** Beyond this a list to choose from is of no use to anyone, and costs seconds. */
const MOST = 2000;

export class SiteNames {
  sites: readonly Site[] = $state.raw([]);
  readonly #stop = new AbortController();

  /** Fetches at once. What cannot be fetched is missing from the filters, and the list goes on without names. */
  constructor(central: () => Central) {
    void this.#fetch(central);
  }

  readonly #stores = $derived(byStore(this.sites));

  storeOf(id: string): StoreAtSite | undefined {
    return this.#stores.get(id);
  }

  close(): void {
    this.#stop.abort();
  }

  async #fetch(central: () => Central): Promise<void> {
    let cursor: string | undefined;
    do {
      const query = { limit: PAGE, ...(cursor !== undefined && { cursor }) };
      const page = await listSites({ ...central(), signal: this.#stop.signal }, query);
      if (!page.ok || this.#stop.signal.aborted) return;
      this.sites = [...this.sites, ...page.value.items];
      cursor = page.value.nextCursor ?? undefined;
    } while (cursor !== undefined && this.sites.length < MOST);
  }
}
