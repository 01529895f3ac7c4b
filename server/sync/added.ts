/** The changes of a commit, by document and by the offer that brought them. */
import type { StoredChange } from '../database/port/changes';
import type { Offer } from './offer';

/** Changes that came together. */
export interface Added {
  /** undefined: authored by central, or given back */
  offer: Offer | undefined;
  changes: readonly StoredChange[];
}

export class AddedByDocument {
  readonly #documents = new Map<string, { offer: Offer | undefined; changes: StoredChange[] }[]>();

  put(offer: Offer | undefined, changes: readonly StoredChange[]): void {
    const here = new Map<string, StoredChange[]>();
    for (const change of changes) {
      const own = here.get(change.document);
      if (own) own.push(change);
      else here.set(change.document, this.#begin(change, offer));
    }
  }

  in(document: string): readonly Added[] {
    return this.#documents.get(document) ?? [];
  }

  #begin(first: StoredChange, offer: Offer | undefined): StoredChange[] {
    const changes = [first];
    const document = this.#documents.get(first.document);
    if (document) document.push({ offer, changes });
    else this.#documents.set(first.document, [{ offer, changes }]);
    return changes;
  }
}
