/**
 * Many records at once. Ids that were made together stand together, so one query reads a batch of a first load, where a query
 * for each record would take most of the time. Ids that lie scattered are read one by one.
 */
import type { IndexableType, Table } from 'dexie';

/** The number of extra records that one read may bring, to save many single reads. */
const spare = (asked: number): number => Math.min(100, 10 * asked);

/** The records with these ids that are there. */
export const readTogether = <T extends { id: string }>(
  table: Table<T, string>,
  ids: readonly string[],
): Promise<T[]> => readKeyed(table, ids, ({ id }) => id);

/** The same where the key of a record has another name. */
export async function readKeyed<T>(
  table: Table<T, string>,
  keys: readonly string[],
  keyOf: (record: T) => string,
): Promise<T[]> {
  const wanted = new Set(keys);
  const near = await between(table, ':id', lowest(wanted), highest(wanted), wanted.size + spare(wanted.size));
  return near
    ? near.filter((record) => wanted.has(keyOf(record)))
    : (await table.bulkGet([...wanted])).filter((record) => record !== undefined);
}

/** Records of the index `[entity+entityId]`, by entity id; an id with none is not in the map. */
export async function readEntities<T extends { entityId: string }>(
  table: Table<T, string>,
  entity: string,
  ids: readonly string[],
): Promise<Map<string, T[]>> {
  const wanted = new Set(ids);
  const [first, last] = [lowest(wanted), highest(wanted)];
  const most = 2 * wanted.size + spare(wanted.size);
  const near = await between(table, '[entity+entityId]', [entity, first], [entity, last], most);
  const one = (id: string): Promise<T[]> => table.where('[entity+entityId]').equals([entity, id]).toArray();
  const records = near ?? (await Promise.all([...wanted].map(one))).flat();
  return grouped(records, ({ entityId }) => entityId, wanted);
}

/** The ids of which there is a record in the index `[entity+entityId]`; undefined when too many others lie among them to tell cheaply. */
export async function heldEntities<T extends { entityId: string }>(
  table: Table<T, string>,
  entity: string,
  ids: readonly string[],
): Promise<Set<string> | undefined> {
  const wanted = new Set(ids);
  const most = spare(wanted.size);
  const near = await table
    .where('[entity+entityId]')
    .between([entity, lowest(wanted)], [entity, highest(wanted)], true, true)
    .limit(most + 1)
    .primaryKeys();
  if (near.length > most) return undefined;
  const records = near.length > 0 ? await table.bulkGet(near) : [];
  return new Set(
    records.flatMap((record) => (record && wanted.has(record.entityId) ? [record.entityId] : [])),
  );
}

/** The records with these values of an index, by the value; a value with none is not in the map. */
export async function readGroups<K extends string, T extends Record<K, string>>(
  table: Table<T, string>,
  index: K,
  values: readonly string[],
): Promise<Map<string, T[]>> {
  const wanted = new Set(values);
  const most = 4 * wanted.size + spare(wanted.size);
  const near = await between(table, index, lowest(wanted), highest(wanted), most);
  const one = (value: string): Promise<T[]> => table.where(index).equals(value).toArray();
  const records = near ?? (await Promise.all([...wanted].map(one))).flat();
  return grouped(records, (record) => record[index], wanted);
}

function grouped<T>(
  records: readonly T[],
  valueOf: (record: T) => string,
  wanted: ReadonlySet<string>,
): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const record of records) {
    const value = valueOf(record);
    if (!wanted.has(value)) continue;
    const known = found.get(value);
    if (known) known.push(record);
    else found.set(value, [record]);
  }
  return found;
}

/** Everything from the first to the last; undefined when that is more than `most`. */
async function between<T>(
  table: Table<T, string>,
  index: string,
  first: IndexableType,
  last: IndexableType,
  most: number,
): Promise<T[] | undefined> {
  const records = await table
    .where(index)
    .between(first, last, true, true)
    .limit(most + 1)
    .toArray();
  return records.length > most ? undefined : records;
}

const lowest = (ids: ReadonlySet<string>): string => [...ids].sort()[0] ?? '';
const highest = (ids: ReadonlySet<string>): string => [...ids].sort().at(-1) ?? '';
