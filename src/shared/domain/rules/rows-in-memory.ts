/** Rows that were read before, asked as rules and commands ask: thousands of rows are judged without a database. */
import { codeKey } from '../../text-folding';
import type { EntityName, RowOf } from '../entities';
import { nameKey } from '../known-by';
import { isRetired } from './known-by';
import type { RowReader } from './rows';

export type Tables = { readonly [E in EntityName]?: readonly RowOf<E>[] };

/** A record that is not in the tables counts as unknown. */
export function rowsInMemory(tables: Tables): RowReader {
  const byId = new Map(
    Object.entries(tables).map(([entity, rows]) => [entity, new Map(rows.map((row) => [row.id, row]))]),
  );
  const byName = grouped(
    Object.entries(tables).flatMap(([entity, rows]) =>
      rows.flatMap((row): [string, { id: string }][] => {
        const key = isRetired(row) ? undefined : nameKey(entity as EntityName, row);
        return key === undefined ? [] : [[`${entity}\n${key}`, row]];
      }),
    ),
  );
  const numbered = (tables.asset ?? []).filter((asset) => !isRetired(asset));
  const byNumber = grouped(
    numbered.map((asset) => [`${asset.storeId}\n${codeKey(asset.assetNumber)}`, asset]),
  );
  return {
    // each of the maps holds the rows of its entity
    get: <E extends EntityName>(entity: E, id: string) =>
      Promise.resolve(byId.get(entity)?.get(id) as RowOf<E> | undefined),
    named: <E extends EntityName>(entity: E, key: string) =>
      Promise.resolve((byName.get(`${entity}\n${key}`) ?? []) as RowOf<E>[]),
    assetsNumbered: (storeId, assetNumber) =>
      Promise.resolve(byNumber.get(`${storeId}\n${codeKey(assetNumber)}`) ?? []),
  };
}

function grouped<Row>(entries: readonly (readonly [string, Row])[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const [key, row] of entries) {
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
