/**
 * The questions that rules and commands may ask of the rows around the one they judge. The replica and the server each have
 * their own source.
 */
import type { Asset } from '../asset';
import type { EntityName, RowOf } from '../entities';

export interface RowReader {
  get<E extends EntityName>(entity: E, id: string): Promise<RowOf<E> | undefined>;
  /** assets of a store that bear this number, removed ones left out */
  assetsNumbered(storeId: string, assetNumber: string): Promise<Asset[]>;
  /** when the current status of an asset was given (instant); absent where only changes are known, not statuses */
  statusLoggedAt?(assetId: string): Promise<string | undefined>;
  /** records in use with this `nameKey`: those that people would take for one another */
  named<E extends EntityName>(entity: E, key: string): Promise<RowOf<E>[]>;
}

/** A person's clock may be ahead by this much before a time counts as in the future: phones drift. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;
