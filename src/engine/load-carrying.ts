/** Fetches the code that is needed once central was found: a first visit waits for none of it. */
import type * as CarryingModule from './carrying';

export type Carrying = typeof CarryingModule;

/**
 * Undefined when the link broke while it was fetched. Reported, that ends this worker: the next one asks for it again, which not every
 * browser does in the same one.
 */
export const loadCarrying = (): Promise<Carrying | undefined> =>
  import('./carrying').catch((error: unknown) => {
    reportError(error);
    return undefined;
  });
