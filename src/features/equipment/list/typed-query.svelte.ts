/** The words of a search while they are typed: the list follows each keystroke, the address a pause, of which browsers allow few changes. */
import { onDestroy } from 'svelte';

const PAUSE_MS = 300;

/** To be made while a component is set up. Other changes of the address, meanwhile, leave what is typed as it is. */
export class TypedQuery {
  /** typed, and not in the address yet */
  #typed = $state<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly inAddress: () => string,
    private readonly write: (text: string) => void,
  ) {
    onDestroy(() => clearTimeout(this.#timer));
  }

  get text(): string {
    return this.#typed ?? this.inAddress();
  }

  set text(text: string) {
    this.#typed = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.settle(), PAUSE_MS);
  }

  /** Writes it now, as where the field is left. */
  settle(): void {
    const { text } = this;
    if (text !== this.inAddress()) this.write(text);
    this.forget();
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#typed = undefined;
  }
}
