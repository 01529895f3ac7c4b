/** Two sites that speak V6, each with a store, in a store of any kind. */
import { encodeBody } from '#shared/change/codec/struct';
import { isEntityName, type AnyRow } from '#shared/domain/entities';
import type { CentralDatabase } from '../../../server/database/port/central-database';
import type { PutRow } from '../../../server/database/port/rows';
import type { InboxRow, PushedRecord, RecordPlace, V6Database } from '../../../server/database/port/v6';

export const AT = '2026-01-01T00:00:00.000Z';
export const LATER = '2026-01-02T00:00:00.000Z';
export const HILL = 'site-hill';
export const VALLEY = 'site-valley';
export const RANKS = ['asset', 'asset_log'];

export const pushed = (table: string, recordId: string, parts: Partial<PushedRecord> = {}): PushedRecord => ({
  table,
  recordId,
  action: 'Insert',
  data: { id: recordId },
  ...parts,
});

/** Every entity is one record of the same name. */
export const recordsOf = ({ entity, id }: { entity: string; id: string }) => [
  { table: entity, recordId: id },
];

export const place = (storeId: string, table: string, recordId: string): RecordPlace => ({
  storeId,
  table,
  recordId,
});

export class Scene {
  #clocks = new Map<string, number>();
  #count = 0;
  private constructor(
    readonly database: CentralDatabase,
    readonly v6: V6Database,
  ) {}

  static async set(database: CentralDatabase): Promise<Scene> {
    if (!database.v6) throw new Error('this store serves no V6 sites');
    for (const code of ['hill', 'valley']) {
      const stores = [{ id: `${code}-store`, code, name: code }];
      await database.registry.sites.add({ id: `site-${code}`, code, name: code, createdAt: AT, stores });
    }
    return new Scene(database, database.v6);
  }

  /** Makes both sites speak V6. */
  async speaking(): Promise<V6Database> {
    await this.v6.sites.put(HILL, { name: 'hill' });
    await this.v6.sites.put(VALLEY, { name: 'valley' });
    return this.v6;
  }

  push(records: readonly PushedRecord[], isLast = false, siteId = HILL): Promise<void> {
    return this.v6.inbox.add(siteId, records, AT, isLast);
  }

  waiting(limit = 100, siteId = HILL): Promise<InboxRow[]> {
    return this.v6.inbox.waiting(siteId, RANKS, limit);
  }

  /** Stores changes of these entities in a document (`asset/a1`), and their rows. */
  async change(document: string, ...entities: string[]): Promise<void> {
    const rows = entities.flatMap((name): PutRow[] => {
      const [entity = '', id = ''] = name.split('/');
      const row = {
        id,
        name: id,
        storeId: 'hill-store',
        assetNumber: id,
        modifiedAt: AT,
        assetId: '',
        loggedAt: AT,
      };
      return isEntityName(entity) ? [{ entity, id, row: row as unknown as AnyRow }] : [];
    });
    await this.database.transaction((tx) => tx.rows.putRows(rows));
    await this.edit(document, ...entities);
  }

  /** Stores changes of these entities in a document, of which nothing else is known. */
  async edit(document: string, ...entities: string[]): Promise<void> {
    const from = this.#clocks.get(document) ?? 0;
    const changes = entities.map((name, index) => {
      const [entity = '', entityId = ''] = name.split('/');
      this.#count += 1;
      const change = {
        id: `00000000-0000-4000-8000-${String(this.#count).padStart(12, '0')}`,
        hlc: `${String(1_780_000_000_000 + this.#count)}-0000-d1`,
        userId: 'u1',
        deviceId: 'd1',
        n: this.#count,
        kind: `${entity}.edit`,
        entityId,
        patch: {},
      };
      const at = { document, client: 7, clock: from + index };
      return { ...at, change, body: encodeBody(change), receivedAt: AT, receivedFrom: 'd1' };
    });
    this.#clocks.set(document, from + changes.length);
    await this.database.transaction((tx) => tx.changes.insertChanges(changes));
  }

  /** Takes all news in. */
  async catchUp(): Promise<void> {
    while ((await this.v6.log.catchUp(recordsOf)).length > 0);
  }

  /** The ids that a site is sent from a cursor, what is left, and the newest cursor. */
  async page(
    cursor: number,
    options: { siteId?: string; storeIds?: string[]; limit?: number; withOwn?: boolean } = {},
  ) {
    const defaults = {
      siteId: HILL,
      storeIds: ['hill-store'],
      limit: 100,
      withOwn: false,
      unknownTables: [],
    };
    const { entries, total, newest } = await this.v6.log.page({ ...defaults, ...options, cursor });
    return { ids: entries.map(({ recordId }) => recordId), entries, total, newest };
  }
}
