/** Equipment whole, for support staff who work on it. */
import { heldEquipment, type HeldEquipment } from '#shared/api/held';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

/** One asset, with those that it may be confused with. Refuses with `not-found`, also for one beyond the regions of the caller. */
export const getHeldAsset = (central: Central, id: string): Promise<Result<HeldEquipment>> =>
  call(central, { path: `/api/assets/${encodeURIComponent(id)}/changes` }, heldEquipment);

/** A page of a store's equipment. */
export const getHeldStore = (central: Central, id: string, cursor?: string): Promise<Result<HeldEquipment>> =>
  call(central, { path: `/api/stores/${encodeURIComponent(id)}/changes`, query: { cursor } }, heldEquipment);
