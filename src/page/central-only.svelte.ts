/** The alert that the tried action is only allowed on the central server. */
import { createContext } from 'svelte';

export interface Tried {
  /** in the reader's language, such as "Edit the catalogue item E003/002" */
  tried: string;
}

export class CentralOnly {
  raised: Tried | undefined = $state.raw();

  raise(tried: Tried): void {
    this.raised = tried;
  }

  close(): void {
    this.raised = undefined;
  }
}

export const [useCentralOnly, provideCentralOnly] = createContext<CentralOnly>();
