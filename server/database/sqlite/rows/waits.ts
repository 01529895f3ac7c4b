/** Flagged entities by the keys that may cure them, and the queue of those that are to be looked at again. */
import type { Sql } from '../sql';

export function waitFor(sql: Sql, entity: number, keys: readonly string[], isNew: boolean): void {
  if (!isNew) sql.run('DELETE FROM waits WHERE entity = ?', entity);
  for (const key of keys) sql.run('INSERT OR IGNORE INTO waits VALUES (?, ?)', key, entity);
}

const QUEUE = `INSERT INTO cures SELECT value, 0 FROM json_each(?)
  WHERE EXISTS (SELECT 1 FROM waits WHERE key = value) ON CONFLICT DO UPDATE SET after = 0`;

/** Only keys that anything waits for come into the queue. */
export const cure = (sql: Sql, keys: readonly string[]): void => {
  if (keys.length > 0) sql.run(QUEUE, JSON.stringify(keys));
};

/** Up to `limit` numbers of entities that wait for a key of the queue. A key leaves it when all that wait for it were taken. */
export function takeCured(sql: Sql, limit: number): number[] {
  const next = sql.get<{ key: string; after: number }>('SELECT key, after FROM cures LIMIT 1');
  if (!next) return [];
  const found = sql.all<{ entity: number }>(
    'SELECT entity FROM waits WHERE key = ? AND entity > ? ORDER BY entity LIMIT ?',
    next.key,
    next.after,
    limit,
  );
  const last = found.at(-1)?.entity;
  if (last === undefined || found.length < limit) sql.run('DELETE FROM cures WHERE key = ?', next.key);
  else sql.run('UPDATE cures SET after = ? WHERE key = ?', last, next.key);
  return found.map(({ entity }) => entity);
}

export const hasCures = (sql: Sql): boolean => sql.get('SELECT 1 FROM cures LIMIT 1') !== undefined;
