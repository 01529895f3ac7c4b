/**
 * The rows that the commands of an import ask for: central's, each read once, with the changes that the import itself has written so far.
 * Of equipment the stores that the file names are held in memory; all else is asked for by its id.
 */
import type { Draft } from '#shared/change/change';
import { withPatch } from '#shared/commands/values';
import type { Asset } from '#shared/domain/asset';
import { entities, parseKind, type EntityName, type RowOf } from '#shared/domain/entities';
import { nameKey } from '#shared/domain/known-by';
import { isRetired } from '#shared/domain/rules/known-by';
import type { RowReader as CommandRows } from '#shared/domain/rules/rows';
import type { RowReader } from '../database/port/rows';
import { equipmentOf } from './plan-source';

type AnyRow = RowOf<EntityName>;
/**
 * The words by which rows are found → their ids. A word that a row no longer has may still lead to it: it is looked at again when found.
 */
type Index = Map<string, Set<string>>;

export class KnownRows implements CommandRows {
  /** by entity and id; undefined: there is none */
  readonly #rows = new Map<string, AnyRow | undefined>();
  readonly #names = new Map<EntityName, Promise<Index>>();
  /** the assets of a store, by number */
  readonly #numbers = new Map<string, Promise<Index>>();

  constructor(private readonly rows: RowReader) {}

  async get<E extends EntityName>(entity: E, id: string): Promise<RowOf<E> | undefined> {
    const key = `${entity} ${id}`;
    if (!this.#rows.has(key)) this.#rows.set(key, await this.rows.row(entity, id));
    // a row kept under an entity's name is a row of that entity
    return this.#rows.get(key) as RowOf<E> | undefined;
  }

  async assetsNumbered(storeId: string, assetNumber: string): Promise<Asset[]> {
    const found = await this.#found('asset', await this.#numbersOf(storeId), assetNumber);
    return found.filter((one) => one.deletedAt === undefined && one.assetNumber === assetNumber);
  }

  async statusLoggedAt(assetId: string): Promise<string | undefined> {
    return (await this.rows.asset(assetId))?.statusLoggedAt;
  }

  async named<E extends EntityName>(entity: E, key: string): Promise<RowOf<E>[]> {
    const found = await this.#found(entity, await this.#namesOf(entity), key);
    return found.filter((row) => !isRetired(row) && nameKey(entity, row) === key);
  }

  /** Adds a saved row of the import, for the rows after it. */
  async add({ kind, entityId, patch }: Draft): Promise<void> {
    const entity = parseKind(kind)?.entity;
    if (entity === undefined) return;
    const before = (await this.get(entity, entityId)) ?? { ...entities[entity].blank, id: entityId };
    const row = withPatch(before, patch) as AnyRow;
    this.#rows.set(`${entity} ${entityId}`, row);
    if (entity === 'asset') {
      const { storeId, assetNumber } = row as Asset;
      put(await this.#numbersOf(storeId), assetNumber, entityId);
    } else if (this.#names.has(entity)) put(await this.#namesOf(entity), nameKey(entity, row), entityId);
  }

  async #found<E extends EntityName>(entity: E, index: Index, key: string): Promise<RowOf<E>[]> {
    const rows = await Promise.all([...(index.get(key) ?? [])].map((id) => this.get(entity, id)));
    return rows.filter((row) => row !== undefined);
  }

  #namesOf(entity: EntityName): Promise<Index> {
    return remembered(this.#names, entity, async () => {
      const rows = await this.rows.all(entity);
      return this.#indexed(entity, rows, (row) => nameKey(entity, row));
    });
  }

  #numbersOf(storeId: string): Promise<Index> {
    return remembered(this.#numbers, storeId, async () => {
      const assets = await equipmentOf(this.rows, { ids: [], storeIds: [storeId] });
      return this.#indexed('asset', assets, ({ assetNumber }) => assetNumber);
    });
  }

  #indexed<Row extends AnyRow>(
    entity: EntityName,
    rows: readonly Row[],
    keyOf: (row: Row) => string | undefined,
  ): Index {
    const index: Index = new Map();
    for (const row of rows) {
      const key = `${entity} ${row.id}`;
      if (!this.#rows.has(key)) this.#rows.set(key, row);
      put(index, keyOf(row), row.id);
    }
    return index;
  }
}

function put(index: Index, key: string | undefined, id: string): void {
  if (key === undefined || key === '') return;
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}

function remembered<K>(kept: Map<K, Promise<Index>>, key: K, read: () => Promise<Index>): Promise<Index> {
  const known = kept.get(key) ?? read();
  kept.set(key, known);
  return known;
}
