/** Forms say here that something typed is not saved: nobody is led away from it unasked, and no new version takes over. */
import { createContext, onDestroy } from 'svelte';

export class Editing {
  readonly #forms = new Set<() => boolean>();

  /** Whether a form on the screen holds something that is not saved. */
  get unsaved(): boolean {
    return [...this.#forms].some((isUnsaved) => isUnsaved());
  }

  add(isUnsaved: () => boolean): () => void {
    this.#forms.add(isUnsaved);
    return () => this.#forms.delete(isUnsaved);
  }
}

export const [useEditingForms, provideEditing] = createContext<Editing>();

/** For a form, while it is set up: `holdWhile(() => dirty && !saved)`. It lets go by itself when the form leaves. */
export function holdWhile(isUnsaved: () => boolean): void {
  onDestroy(useEditingForms().add(isUnsaved));
}
