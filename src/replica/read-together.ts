/**
 * Many records at once. Ids that were made together stand together, so one query reads a batch of a first load, where a query
 * for each record would take most of the time. Ids that lie scattered are read one by one.
 */
import type { IndexableType, Table } from 'dexie';

/** The number of extra records that one read may bring, to save many single reads. */
const spare = (asked: number): number => Math.min(100, 10 * asked);

/** The records with these ids that are there. */
export async function readTogether<T extends { id: string }>(
  table: Table<T, string>,
  ids: readonly string[],
): Promise<T[]> {
  const wanted = new Set(ids);
  const near = await between(table, ':id', lowest(wanted), highest(wanted), wanted.size + spare(wanted.size));
  return near
    ? near.filter(({ id }) => wanted.has(id))
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
  const found = new Map<string, T[]>();
  for (const record of records) {
    if (!wanted.has(record.entityId)) continue;
    const known = found.get(record.entityId);
    if (known) known.push(record);
    else found.set(record.entityId, [record]);
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
