/** The state that a V6 site was last known to have of its assets. */
import type { Json } from '#shared/json';

/** Field → value, as in a record; for an asset at a site. */
export type BaseFields = Record<string, Json>;

/** The state of an asset at a site, as far as central knows. */
export interface Base {
  assetId: string;
  /** the fields that it pushed last, or was sent and took for certain */
  fields?: BaseFields;
  /** the fields that it was sent and may have taken */
  sent?: BaseFields;
}

export interface Bases {
  /** The site begins: it has nothing. */
  forget(siteId: string): Promise<void>;
  of(siteId: string, assetIds: readonly string[]): Promise<Map<string, Base>>;
  /**
   * The site asks from `cursor` on: it has taken everything that was sent up to there. Records sent now replace those that were sent and
   * not taken.
   */
  page(
    siteId: string,
    cursor: number,
    sent: readonly { assetId: string; fields: BaseFields; cursor: number }[],
  ): Promise<void>;
}
