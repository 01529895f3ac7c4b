/** The store of each record of the old server, and the Open mSupply site here that has that store now. */
import type { CentralDatabase } from '../../database/port/central-database';
import type { V6 } from '../v6';
import { textIn, type OldCentral, type OldRow } from './old-central';
import type { OldRecord } from './old-records';

/** Where a record of the old server belongs. */
export type Place =
  | { type: 'site'; siteId: string }
  /** no Open mSupply site here has the store */
  | { type: 'no-site'; storeId: string }
  /** equipment that has no store there, and all that hangs on it */
  | { type: 'no-store' }
  /** what it hangs on is not there */
  | { type: 'no-owner' }
  /** a file of a record besides equipment */
  | { type: 'not-read' };

const NO_STORE = '';

export class Owners {
  /** asset → store */
  readonly #storeOf = new Map<string, string>();

  private constructor(
    private readonly old: OldCentral,
    private readonly siteOfStore: ReadonlyMap<string, string>,
  ) {}

  static async of({ database, v6 }: { database: CentralDatabase; v6: V6 }, old: OldCentral): Promise<Owners> {
    const siteOfStore = new Map<string, string>();
    for (const { siteId } of await v6.database.sites.all())
      for (const { id } of (await database.registry.sites.get(siteId))?.stores ?? [])
        siteOfStore.set(id, siteId);
    return new Owners(old, siteOfStore);
  }

  /** Assets first: the others hang on them. */
  async placeOf(table: OldRecord['tableName'], row: OldRow): Promise<Place> {
    if (table === 'asset') {
      const storeId = textIn(row['store_id']) ?? NO_STORE;
      this.#storeOf.set(String(row['id']), storeId);
      return this.#at(storeId);
    }
    if (table === 'asset_log') return this.#withAsset(row['asset_id']);
    const owner = row['record_id'];
    if (row['table_name'] === 'asset_log')
      return this.#withAsset((await this.old.row('asset_log', String(owner)))?.['asset_id']);
    return row['table_name'] === 'asset' ? this.#withAsset(owner) : { type: 'not-read' };
  }

  #withAsset(id: OldRow[string]): Place {
    const storeId = this.#storeOf.get(String(id));
    return storeId === undefined ? { type: 'no-owner' } : this.#at(storeId);
  }

  #at(storeId: string): Place {
    if (storeId === NO_STORE) return { type: 'no-store' };
    const siteId = this.siteOfStore.get(storeId);
    return siteId === undefined ? { type: 'no-site', storeId } : { type: 'site', siteId };
  }
}
