/** Two sites that speak V6, each with a store, in a store of any kind. */
import { encodeBody } from '#shared/change/codec/struct';
import type { JsonObject } from '#shared/json';
import type { CentralDatabase } from '../../../server/database/port/central-database';
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

const firstVerbs: Record<string, string | undefined> = { assetLog: 'add', file: 'attach' };

export class Scene {
  #clocks = new Map<string, number>();
  readonly #made = new Set<string>();
  #count = 0;
  private constructor(
    public database: CentralDatabase,
    public v6: V6Database,
  ) {}

  static async set(database: CentralDatabase): Promise<Scene> {
    if (!database.v6) throw new Error('this store serves no V6 sites');
    for (const code of ['hill', 'valley']) {
      const stores = [{ id: `${code}-store`, code, name: code }];
      await database.registry.sites.add({ id: `site-${code}`, code, name: code, createdAt: AT, stores });
    }
    return new Scene(database, database.v6);
  }

  /** Goes on in the same data, opened again. */
  over(database: CentralDatabase): this {
    if (!database.v6) throw new Error('this store serves no V6 sites');
    this.database = database;
    this.v6 = database.v6;
    return this;
  }

  /** Makes both sites speak V6. */
  async speaking(): Promise<V6Database> {
    await this.v6.sites.put(HILL, { name: 'hill' });
    await this.v6.sites.put(VALLEY, { name: 'valley' });
    return this.v6;
  }

  push(records: readonly PushedRecord[], isLast = false, siteId = HILL): Promise<boolean> {
    return this.v6.inbox.add(siteId, records, AT, isLast);
  }

  waiting(limit = 100, siteId = HILL): Promise<InboxRow[]> {
    return this.v6.inbox.waiting(siteId, RANKS, limit);
  }

  /** Stores changes of these entities in a document (`asset/a1`): the first of each makes it. */
  change(document: string, ...entities: string[]): Promise<void> {
    const kinds = entities.map((name): string => {
      const [entity = ''] = name.split('/');
      const isMade = this.#made.has(name);
      this.#made.add(name);
      return `${entity}.${isMade ? 'edit' : (firstVerbs[entity] ?? 'create')}`;
    });
    return this.#store(document, entities, kinds);
  }

  /** Stores edits of these entities in a document, of which nothing else is known. */
  edit(document: string, ...entities: string[]): Promise<void> {
    return this.#store(
      document,
      entities,
      entities.map((name) => `${name.split('/')[0] ?? ''}.edit`),
    );
  }

  /** Stores one change with these values. */
  say(document: string, kind: string, entityId: string, patch: JsonObject): Promise<void> {
    return this.#store(document, [`${kind.split('.')[0] ?? ''}/${entityId}`], [kind], patch);
  }

  async #store(
    document: string,
    entities: readonly string[],
    kinds: readonly string[],
    patch: JsonObject = {},
  ): Promise<void> {
    const from = this.#clocks.get(document) ?? 0;
    const changes = entities.map((name, index) => {
      const entityId = name.split('/')[1] ?? '';
      this.#count += 1;
      const change = {
        id: `00000000-0000-4000-8000-${String(this.#count).padStart(12, '0')}`,
        hlc: `${String(1_780_000_000_000 + this.#count)}-0000-d1`,
        userId: 'u1',
        deviceId: 'd1',
        n: this.#count,
        kind: kinds[index] ?? '',
        entityId,
        patch,
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

  /** The ids that a site is sent from a cursor, the number that is left, and the newest cursor. */
  async page(
    cursor: number,
    options: {
      siteId?: string;
      storeIds?: string[];
      limit?: number;
      withOwn?: boolean;
      isCounted?: boolean;
    } = {},
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
