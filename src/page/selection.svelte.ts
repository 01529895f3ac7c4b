/** The assets that a person has chosen in the list, for actions on many at once. The selection stays while they go to another page. */
import { createContext } from 'svelte';
import { chosenAs, nothingChosen, toggled, type ChosenIds } from './chosen-ids';

export class Selection {
  ids: ChosenIds = $state.raw(nothingChosen);

  get count(): number {
    return this.ids.size;
  }

  has = (id: string): boolean => this.ids.has(id);

  toggle(id: string): void {
    this.ids = toggled(this.ids, id);
  }

  set(ids: Iterable<string>, chosen: boolean): void {
    this.ids = chosenAs(this.ids, ids, chosen);
  }

  clear(): void {
    this.ids = nothingChosen;
  }
}

export const [useSelection, provideSelection] = createContext<Selection>();
