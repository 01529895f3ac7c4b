import type { ImportState } from './import-record';

/** A request that the state of the import does not allow. */
export class NotNow extends Error {
  constructor(readonly state: ImportState) {
    super(`an import that is ${state} cannot do this`);
  }
}
