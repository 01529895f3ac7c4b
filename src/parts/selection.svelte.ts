/** The assets that a person has chosen in the list, for what is done with many at once. It stays while they go to another page. */
import { createContext } from 'svelte';

export class Selection {
  ids: ReadonlySet<string> = $state.raw(new Set());

  get count(): number {
    return this.ids.size;
  }

  has = (id: string): boolean => this.ids.has(id);

  toggle(id: string): void {
    const next = new Set(this.ids);
    if (!next.delete(id)) next.add(id);
    this.ids = next;
  }

  /** Takes all of these in, or leaves all of them out. */
  set(ids: Iterable<string>, chosen: boolean): void {
    const next = new Set(this.ids);
    for (const id of ids) {
      if (chosen) next.add(id);
      else next.delete(id);
    }
    this.ids = next;
  }

  clear(): void {
    this.ids = new Set();
  }
}

export const [useSelection, provideSelection] = createContext<Selection>();
