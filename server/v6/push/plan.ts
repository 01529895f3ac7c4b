/** The plan for a pushed record: the shape of every plan, and the facts that all plans look at. Pure. */
import type { Change } from '#shared/change/change';
import type { Asset } from '#shared/domain/asset';
import type { AssetLog } from '#shared/domain/asset-log';
import type { FileReference } from '#shared/domain/file-reference';
import type { Base, KeptFor, Outcome, PlannedChange } from '../../database/port/v6';
import type { Fields } from '../door';

/** The facts that central knows around a row. */
export interface Known {
  recordId: string;
  storeIds: readonly string[];
  /** stores that the site has lost: records that it made there while it had them still come */
  formerStoreIds: readonly string[];
  /** the year to file changes under */
  year: number;
  /** the asset that the record is, or belongs to */
  asset: Asset | undefined;
  /** the fields in which a site would write that asset */
  assetFields: Fields;
  /** stores in which the asset has been, first one first */
  placements: readonly string[];
  log: AssetLog | undefined;
  file: FileReference | undefined;
  /** of the record's own entity */
  changes: readonly Change[];
  base: Base | undefined;
  /** the bytes that were uploaded for the file */
  content: { sha256: string; bytes: number } | undefined;
  /** where two assets are merged: the one that stays, and the records that hang on the one that goes */
  merge?: { stays: Asset | undefined; logs: readonly AssetLog[]; files: readonly FileReference[] };
  /** stores that exist, of all sites */
  isStore: (storeId: string) => boolean;
}

export interface KeptPlan {
  type: 'kept';
  kept: KeptFor;
}

export type Plan =
  | KeptPlan
  | {
      type: 'said';
      /** none: the record brings nothing new */
      changes: PlannedChange[];
      /** the fields of the record, to be compared with the outcome at central */
      said: Fields;
      /** the asset's new store, where the record names one */
      movesTo?: string;
      base?: Outcome['base'];
    };

export const kept = (code: string, words: string, waitsFor?: string): KeptPlan => ({
  type: 'kept',
  kept: { code, words, ...(waitsFor !== undefined && { waitsFor }) },
});

export const NOT_YOURS = 'not-yours';

/** Until the equipment comes to a store of the site, or the site gets the store. */
export const notYours = (assetId: string): KeptPlan =>
  kept(NOT_YOURS, 'It belongs to a store of another site.', assetId);

/** The reasons that may be gone once a site has another store. */
export const keptForStores: readonly string[] = [NOT_YOURS, 'store-not-here'];

export const unknownMerge = kept('unknown-merge', 'Merging records of this table is not known here.');

/** A store of the site, or one that it has lost. */
export const isWritable = (storeId: string, { storeIds, formerStoreIds }: Known): boolean =>
  storeIds.includes(storeId) || formerStoreIds.includes(storeId);

/** The store in whose documents a site may write of an asset: the one it is in, else one where the site once had it. */
export const homeOf = ({ asset, placements, storeIds, formerStoreIds }: Known): string | undefined => {
  const places = [...(asset ? [asset.storeId] : []), ...placements];
  return (
    places.find((storeId) => storeIds.includes(storeId)) ??
    places.find((storeId) => formerStoreIds.includes(storeId))
  );
};
