/** Forms report unsaved text here: nobody leaves it unasked, and no new version takes over. */
import { createContext, onDestroy } from 'svelte';

export interface EditedForm {
  /** It holds something that is not saved. */
  readonly unsaved: boolean;
  /** The draft of its text on this device: `no` where it is never kept, `soon` while that is under way. */
  readonly kept: 'yes' | 'soon' | 'no';
  /** Gives up its text, and its draft. */
  discard(): Promise<void>;
}

export class Editing {
  readonly #forms = new Set<EditedForm>();
  readonly #works = new Set<Promise<unknown>>();

  /** True if a form on the screen holds something that is not saved. */
  get unsaved(): boolean {
    return this.#unsaved.length > 0;
  }

  /** True if all unsaved text will be there again when its form is opened again. */
  get kept(): boolean {
    return this.#unsaved.every(({ kept }) => kept !== 'no');
  }

  /** True if anything would be lost if the app were closed now: also work that goes on when its page is left. */
  get wouldLose(): boolean {
    return this.#works.size > 0 || this.#unsaved.some(({ kept }) => kept !== 'yes');
  }

  /** True if the app is in the middle of something and is not to be started again by itself. */
  get busy(): boolean {
    return this.unsaved || this.#works.size > 0;
  }

  get #unsaved(): EditedForm[] {
    return [...this.#forms].filter(({ unsaved }) => unsaved);
  }

  /** Work that ends by itself in something saved, even after the person has gone to another page. */
  during(work: Promise<unknown>): void {
    const ended = (): unknown => this.#works.delete(work);
    this.#works.add(work);
    work.then(ended, ended);
  }

  add(form: EditedForm): () => void {
    this.#forms.add(form);
    return () => this.#forms.delete(form);
  }

  /** Gives up all that is not saved. */
  async discard(): Promise<void> {
    await Promise.all(this.#unsaved.map((form) => form.discard()));
  }
}

export const [useEditingForms, provideEditing] = createContext<Editing>();

/** For work that no draft can bring back, while it is set up. It lets go by itself when the component leaves. */
export function holdWhile(isUnsaved: () => boolean): void {
  const form: EditedForm = {
    get unsaved() {
      return isUnsaved();
    },
    kept: 'no',
    discard: () => Promise.resolve(),
  };
  onDestroy(useEditingForms().add(form));
}
