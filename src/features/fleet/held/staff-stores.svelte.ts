/** The stores of which staff have equipment before them: named with their site too, as they may be anywhere in the country. */
import type { ModeBox } from '../../../page/mode';
import { StoreChoice } from '../../../page/store-choice.svelte';

const nothingKept = { getItem: () => null, setItem: () => undefined };

export class StaffStores extends StoreChoice {
  readonly #stores: Pick<ModeBox, 'current'>;
  readonly #address: () => string;

  constructor(mode: Pick<ModeBox, 'current'>, address: () => string) {
    super(mode, () => nothingKept);
    this.#stores = mode;
    this.#address = address;
  }

  override nameOf(id: string | undefined): string | undefined {
    return this.#stores.current.stores.find((store) => store.id === id)?.name;
  }

  override addressOf(path: string): string {
    const said = this.#address();
    return said === '' ? path : `${path}?${said}`;
  }
}
