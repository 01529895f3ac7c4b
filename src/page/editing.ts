/** Forms say here that something is not saved: nobody is led away from it unasked, and no new version takes over. */
import { createContext, onDestroy } from 'svelte';

export class Editing {
  readonly #forms = new Set<() => boolean>();
  readonly #works = new Set<Promise<unknown>>();

  /** Whether a form on the screen holds something that is not saved. */
  get unsaved(): boolean {
    return [...this.#forms].some((isUnsaved) => isUnsaved());
  }

  /** Whether anything would be lost if the app were loaded anew, or closed: also work that goes on when its page is left. */
  get wouldLose(): boolean {
    return this.unsaved || this.#works.size > 0;
  }

  /** Work that ends by itself in something saved, on whatever page the person is by then. */
  during(work: Promise<unknown>): void {
    const ended = (): unknown => this.#works.delete(work);
    this.#works.add(work);
    work.then(ended, ended);
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
