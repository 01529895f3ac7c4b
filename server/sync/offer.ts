/** A request to central to store the structs of one update, each read as the kind of thing it is. */
import type { Change } from '#shared/change/change';
import { checkChange, type CheckedChange } from '#shared/change/check';
import type { Struct } from '#shared/change/codec/read';
import { refOf, type EntityRef } from '#shared/change/entity-ref';
import type { HasStore } from './beyond-border';

/** The author of an offer, with the rights to write. */
export interface Writer {
  /** the client ids under which new structs are taken */
  clientIds: readonly number[];
  mayWrite: boolean;
  /** staff: their rights; these decide, entity by entity, which central data they may write */
  rights?: readonly string[];
  /** staff of some regions: the stores within their border */
  hasStore?: HasStore;
  /** central itself: the only author of moves */
  isCentral: boolean;
  /** the device or user, for the record */
  name: string;
}

export type Candidate =
  (Extract<Struct, { type: 'change' }> & { checked: CheckedChange }) | Exclude<Struct, { type: 'change' }>;

export interface Offer {
  document: string;
  writer: Writer;
  structs: readonly Candidate[];
}

/** Makes the checks that need no store, so that a transaction does not wait for them. */
export const toCandidates = (structs: readonly Struct[], document: string): Candidate[] =>
  structs.map((struct) =>
    struct.type === 'change' ? { ...struct, checked: checkChange(struct.value, document) } : struct,
  );

/** The entities whose place decides whether a change may be made in a store: its own, and those it hangs on. */
export function concernsOf(change: Change): EntityRef[] {
  const { assetId, ownerTable, ownerId } = change.patch;
  const own = refOf(change);
  if (own.entity === 'assetLog' && typeof assetId === 'string')
    return [own, { entity: 'asset', id: assetId }];
  if (own.entity === 'file' && typeof ownerId === 'string' && typeof ownerTable === 'string') {
    return [own, { entity: ownerTable, id: ownerId }];
  }
  return [own];
}
