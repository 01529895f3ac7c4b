/** All tables of the rows as what they mean: names in the place of numbers, which follow the order of writing. */
import { saysWhere } from '#shared/change/owner';
import { openForReading } from '../../server/database/sqlite/connection';
import type { SqliteDatabase } from '../../server/database/sqlite/open-database';
import { rowsPathOf } from '../../server/database/sqlite/rows/open-rows';
import { fromUid, type Uid } from '../../server/database/sqlite/rows/uid';

type Row = Record<string, unknown>;

/** By the name of the table, its rows as texts. Reads them once they are up to date. */
export async function tablesOfRows(database: SqliteDatabase): Promise<Record<string, string[]>> {
  await database.following.reached();
  const log = new Map((await database.changes.after(0, 100_000)).map(({ seq, change }) => [seq, change]));
  const connection = await openForReading(rowsPathOf(database.path));
  try {
    const all = (text: string): Row[] => connection.prepare(text).all() as Row[];
    const named = (table: string): Map<unknown, unknown> =>
      new Map(all(`SELECT id, name FROM ${table}`).map(({ id, name }) => [id, name]));
    const [stores, kinds] = [named('stores'), named('kinds')];
    const storeOf = (store: unknown): unknown => (store === null ? null : (stores.get(store) ?? 'all'));
    const entities = new Map(
      all('SELECT * FROM entities').map((row): [unknown, Row] => [
        row['id'],
        {
          ...row,
          kind: kinds.get(row['kind']),
          store: storeOf(row['store']),
          uid: textOf(row['uid']),
          owner: textOf(row['owner']),
          hangs_on: textOf(row['hangs_on']),
        },
      ]),
    );
    const nameOf = (id: unknown): string =>
      `${String(entities.get(id)?.['kind'])} ${String(entities.get(id)?.['uid'])}`;
    const listed = (table: string, column: string): string[] => {
      const pairs = all(`SELECT entity, ${column} AS one FROM ${table}`);
      // what stands in the record itself need not be listed
      const own = [...entities].map(([id, row]) => ({
        entity: id,
        one: row[column === 'store' ? 'store' : 'first'],
      }));
      const found = [
        ...pairs.map(({ entity, one }) => ({ entity, one: column === 'store' ? storeOf(one) : one })),
        ...own,
      ];
      const isMeant = (one: unknown): boolean => {
        const change = table === 'placing' ? log.get(Number(one)) : undefined;
        return table !== 'placing' || (change !== undefined && saysWhere(change));
      };
      return distinct(
        found.filter(({ one }) => isMeant(one)).map(({ entity, one }) => `${nameOf(entity)}: ${String(one)}`),
      );
    };
    const counted = (rows: Row[]): string[] => distinct(rows.filter(({ count }) => count !== 0).map(text));
    return {
      entities: distinct(
        [...entities.values()].map(({ winners, json, ...row }) =>
          text({
            ...row,
            id: undefined,
            winners: json === null ? null : winnersOf(winners, row['first']),
            json: sorted(json),
          }),
        ),
      ),
      changes: listed('entity_changes', 'seq'),
      placing: listed('placing', 'seq'),
      // asked of files alone
      places: listed('places', 'store').filter((one) => one.startsWith('file ')),
      assets: distinct(
        all('SELECT * FROM assets JOIN asset_texts USING (id)').map(({ id, said, store, ...row }) =>
          text({
            asset: nameOf(id),
            said: said === null ? null : nameOf(said),
            store: storeOf(store),
            ...row,
          }),
        ),
      ),
      assetCounts: counted(
        all('SELECT * FROM asset_counts').map((row) => ({ ...row, store: storeOf(row['store']) })),
      ),
      uses: counted(
        all('SELECT * FROM uses').map((row) => ({
          ...row,
          uid: textOf(row['uid']),
          kind: kinds.get(row['kind']),
          store: storeOf(row['store']),
        })),
      ),
      problems: distinct(
        all('SELECT * FROM problems').map(({ seq, entity, store, asset, issues }) =>
          text({ seq, entity: nameOf(entity), store: storeOf(store), asset: textOf(asset), issues }),
        ),
      ),
      problemCounts: counted(
        all('SELECT * FROM problem_counts').map((row) => ({ ...row, store: storeOf(row['store']) })),
      ),
      waits: distinct(
        all('SELECT * FROM waits').map(({ key, entity }) => `${nameOf(entity)}: ${String(key)}`),
      ),
      centralEdits: distinct(all('SELECT * FROM central_edits').map(text)),
    };
  } finally {
    connection.close();
  }
}

const textOf = (uid: unknown): string | null => (uid === null ? null : fromUid(uid as Uid));
const text = (row: Row): string =>
  JSON.stringify(Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))));
const distinct = (lines: readonly string[]): string[] => [...new Set(lines)].sort();

/** Where the first change alone counts, none need be kept. */
function winnersOf(stored: unknown, first: unknown): string | null {
  const winners = typeof stored === 'string' ? (JSON.parse(stored) as object) : {};
  return Object.values(winners).every((seq) => seq === first) ? null : sorted(stored);
}

/** A stored object, its fields in one order. */
function sorted(stored: unknown): string | null {
  if (typeof stored !== 'string') return null;
  const value = JSON.parse(stored) as object;
  return JSON.stringify(value, [...new Set(keysIn(value))].sort());
}

const keysIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)])
    : [];
