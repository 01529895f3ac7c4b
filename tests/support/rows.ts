/** Puts rows into a database the only way there is: as changes in its log, which the rows then follow. */
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { CONFIG, storeDocument } from '#shared/change/documents';
import { entities, type EntityName, type RowOf } from '#shared/domain/entities';
import type { Json, JsonObject } from '#shared/json';
import type { CentralDatabase } from '../../server/database/port/central-database';
import type { NewChange } from '../../server/database/port/changes';

export interface StoredRow<E extends EntityName = EntityName> {
  entity: E;
  row: RowOf<E>;
  /** none: central data */
  storeId?: string;
  /** instant; default: the start of 2026 */
  receivedAt?: string;
}

const CLIENT = 4_000_000_001;
const YEAR = 2026;
const START = Date.parse('2026-01-01T00:00:00.000Z');

const firstVerbs: Partial<Record<EntityName, string>> = { assetLog: 'add', file: 'attach' };

/** The changes that this has put into a database so far. */
class Author {
  readonly #clocks = new Map<string, number>();
  readonly #rows = new Map<string, object>();
  #count = 0;

  changeOf({ entity, row, storeId, receivedAt = '2026-01-01T00:00:00.000Z' }: StoredRow): NewChange {
    const before = this.#rows.get(`${entity}/${row.id}`);
    this.#rows.set(`${entity}/${row.id}`, row);
    this.#count += 1;
    const document = storeId === undefined ? CONFIG : storeDocument(storeId, YEAR);
    const clock = this.#clocks.get(document) ?? 0;
    this.#clocks.set(document, clock + 1);
    const change: Change = {
      id: `00000000-0000-4000-9000-${String(this.#count).padStart(12, '0')}`,
      hlc: `${msOf(row)}-${this.#count.toString(16).padStart(4, '0')}-author`,
      userId: 'u',
      deviceId: 'author',
      n: this.#count,
      kind: `${entity}.${before ? laterVerb(entity, before, row) : (firstVerbs[entity] ?? 'create')}`,
      entityId: row.id,
      patch: { ...cleared(before, row), ...(JSON.parse(JSON.stringify(row)) as JsonObject) },
    };
    const place = { document, client: CLIENT, clock };
    return { ...place, change, body: encodeBody(change), receivedAt, receivedFrom: 'author' };
  }
}

/** A change of the place of an asset is a move (rule W1). */
function laterVerb(entity: EntityName, before: object, row: object): string {
  if (entities[entity].writeOnce && 'deletedAt' in row) return 'remove';
  const isMoved = 'storeId' in before && 'storeId' in row && before.storeId !== row.storeId;
  return isMoved ? 'move' : 'edit';
}

/** The time of a row's change is its own time of modification. */
const msOf = (row: object): number =>
  'modifiedAt' in row && typeof row.modifiedAt === 'string' ? Date.parse(row.modifiedAt) : START;

const cleared = (before: object | undefined, row: object): Record<string, Json> =>
  Object.fromEntries(Object.keys(before ?? {}).flatMap((field) => (field in row ? [] : [[field, null]])));

const authors = new WeakMap<CentralDatabase, Author>();

/** Resolves when the rows are there. */
export async function storeRows(database: CentralDatabase, rows: readonly StoredRow[]): Promise<void> {
  const author = authors.get(database) ?? new Author();
  authors.set(database, author);
  await database.transaction(({ changes }) => changes.insertChanges(rows.map((row) => author.changeOf(row))));
  await database.following.reached();
}
