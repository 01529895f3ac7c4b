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
/** tables whose files are brought */
const owning = ['asset', 'asset_log'];

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
    if (table === 'asset') this.#storeOf.set(String(row['id']), textIn(row['store_id']) ?? NO_STORE);
    else if (table === 'sync_file_reference' && !owning.includes(String(row['table_name'])))
      return { type: 'not-read' };
    const storeId = await this.storeOf(table, row);
    return storeId === undefined ? { type: 'no-owner' } : this.#at(storeId);
  }

  /** The store of the equipment that a record is, or belongs to; '' where that has none, undefined where it is not known. */
  async storeOf(table: OldRecord['tableName'], row: OldRow): Promise<string | undefined> {
    const assetId = await this.#assetOf(table, row);
    return this.#storeOf.get(String(assetId));
  }

  async #assetOf(table: OldRecord['tableName'], row: OldRow): Promise<OldRow[string]> {
    if (table === 'asset') return row['id'];
    if (table === 'asset_log') return row['asset_id'];
    const owner = row['record_id'];
    return row['table_name'] === 'asset_log'
      ? (await this.old.row('asset_log', String(owner)))?.['asset_id']
      : owner;
  }

  siteOf(storeId: string): string | undefined {
    return this.siteOfStore.get(storeId);
  }

  areOfOneSite(one: string, other: string): boolean {
    return one === other || (this.siteOf(one) !== undefined && this.siteOf(one) === this.siteOf(other));
  }

  #at(storeId: string): Place {
    if (storeId === NO_STORE) return { type: 'no-store' };
    const siteId = this.siteOfStore.get(storeId);
    return siteId === undefined ? { type: 'no-site', storeId } : { type: 'site', siteId };
  }
}
