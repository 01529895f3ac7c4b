/** What rules and commands may ask of the rows around the one they judge. The replica and the server each answer from their own store. */
import type { Asset } from '../asset';
import type { CatalogueItem } from '../catalogue-item';
import type { EntityName, RowOf } from '../entities';

export interface RowReader {
  get<E extends EntityName>(entity: E, id: string): Promise<RowOf<E> | undefined>;
  /** assets of a store that bear this number, removed ones left out */
  assetsNumbered(storeId: string, assetNumber: string): Promise<Asset[]>;
  /** catalogue items with this code in this sub-catalogue, removed ones left out */
  catalogueItemsCoded(subCatalogue: string, code: string): Promise<CatalogueItem[]>;
}

/** How far a person's clock may be ahead before "in the future" is said: phones drift. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;
