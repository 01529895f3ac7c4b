/** The choice among the stores of this device: its screens go by one of them, or by all together. Kept on the device. */
import { createContext } from 'svelte';
import type { StoreName } from '../replica/records';
import type { ModeBox } from './mode';

const storedAs = 'waypost.store';

type Kept = Pick<Storage, 'getItem' | 'setItem'>;

export class StoreChoice {
  readonly #mode: Pick<ModeBox, 'current'>;
  readonly #kept: () => Kept;
  #id: string = $state('');
  /** The one that is chosen; undefined: all together, as ever where there is only one, or where the chosen one has gone. */
  readonly one: StoreName | undefined = $derived(
    this.all.length > 1 ? this.all.find(({ id }) => id === this.#id) : undefined,
  );
  /** The stores that the screens show. */
  readonly shown: readonly StoreName[] = $derived(this.one ? [this.one] : this.all);

  constructor(mode: Pick<ModeBox, 'current'>, kept: () => Kept = () => localStorage) {
    this.#mode = mode;
    this.#kept = kept;
    try {
      this.#id = kept().getItem(storedAs) ?? '';
    } catch {
      // A browser that forbids storage shows all of them.
    }
  }

  get all(): readonly StoreName[] {
    return this.#mode.current.stores;
  }

  /** An empty id: all together. */
  use(id: string): void {
    this.#id = id;
    try {
      this.#kept().setItem(storedAs, id);
    } catch {
      // A browser that forbids storage forgets the choice.
    }
  }

  /** Another tab has kept something on this device. */
  heard(key: string, value: string): void {
    if (key === storedAs) this.#id = value;
  }

  /** The name of a store where there are several; undefined where the site has only that one. */
  nameOf(id: string | undefined): string | undefined {
    return this.all.length > 1 ? this.all.find((store) => store.id === id)?.name : undefined;
  }

  /** The address of a page over the same stores; it names the store for support staff, who may look at any. */
  addressOf(path: string): string {
    return path;
  }

  /** The store that a form proposes: the chosen one, else the first. */
  get proposed(): string {
    return this.shown[0]?.id ?? '';
  }
}

export const [useStoreChoice, provideStoreChoice] = createContext<StoreChoice>();
