/** The log: changes in runs, and no rows beside them. Rows are made from it, in a file of their own. */
import { createHash, type Hash } from 'node:crypto';
import type { Connection } from '../connection';
import { appendRuns, type Appended } from '../log/append';
import { changesAfter } from '../log/runs';
import type { Migration } from '../migration';
import { sqlOn, type Sql } from '../sql';

export const log: Migration = {
  version: 22,
  name: 'log',
  sql: `
    -- last: the sequence number of the last change of the run; they count all changes without a gap. clock: of the first
    CREATE TABLE log (
      last INTEGER PRIMARY KEY,
      count INTEGER NOT NULL,
      document INTEGER NOT NULL REFERENCES documents (id),
      client INTEGER NOT NULL,
      clock INTEGER NOT NULL,
      received_at TEXT NOT NULL,
      received_from TEXT NOT NULL,
      bodies BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX log_place ON log (document, client, clock);
  `,
  run: carryOver,
  after: `
    -- a move that an earlier version stored in one of its two stores only: it is finished at the start
    INSERT INTO placements (entity_id, entity, store_id, position)
      SELECT id, 'asset', store_id, (SELECT count(*) FROM placements WHERE entity_id = assets.id AND entity = 'asset') FROM assets
      WHERE store_id NOT IN (SELECT store_id FROM placements WHERE entity_id = assets.id AND entity = 'asset');
    DELETE FROM placements AS gone WHERE NOT EXISTS
      (SELECT 1 FROM placements AS other WHERE other.entity_id = gone.entity_id AND other.entity = gone.entity AND other.position > 0);
    DROP TABLE changes;
    DROP TABLE assets;
    DROP TABLE asset_counts;
    DROP TABLE entity_rows;
    DROP TABLE problems;
    DELETE FROM meta WHERE key = 'fold_version';
  `,
};

const STEP = 5000;

const OLD = `SELECT changes.seq AS seq, name AS document, client, clock, body, received_at AS receivedAt, received_from AS receivedFrom
  FROM changes JOIN documents ON documents.id = changes.document WHERE changes.seq > ? ORDER BY changes.seq LIMIT ?`;

type OldChange = Appended & { seq: number };

/** Copies every change, then reads all of them back: count and content must be as they were, or nothing is kept. */
function carryOver(connection: Connection): void {
  const sql = sqlOn(connection);
  const before = createHash('sha256');
  const documents = new Map(
    sql.all<{ id: number; name: string }>('SELECT id, name FROM documents').map(({ id, name }) => [name, id]),
  );
  let count = 0;
  for (;;) {
    const found = sql.all<OldChange>(OLD, count, STEP);
    if (found.length === 0) break;
    if (found.at(-1)?.seq !== count + found.length) throw new Error('the changes have a gap');
    for (const one of found) digest(before, one);
    appendRuns(sql, found, count, (name) => documents.get(name) ?? 0);
    count += found.length;
  }
  prove(sql, count, before.digest('hex'));
}

function prove(sql: Sql, count: number, before: string): void {
  const after = createHash('sha256');
  let carried = 0;
  for (let found = 1; found > 0; carried += found) {
    found = 0;
    for (const one of changesAfter(sql, carried, STEP)) {
      digest(after, one);
      found += 1;
    }
  }
  if (carried !== count || after.digest('hex') !== before)
    throw new Error('what was carried over is not what was there');
}

function digest(
  hash: Hash,
  { seq, document, client, clock, body, receivedAt, receivedFrom }: OldChange,
): void {
  hash.update(JSON.stringify([seq, document, client, clock, receivedAt, receivedFrom, body.length]));
  hash.update(body);
}
