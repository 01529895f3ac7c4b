/** Copies of a log in PostgreSQL that a disk spoils, in the midst of the work of their process or before it starts. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import type { NewChange } from '../../server/database/port/changes';
import type { PostgresDatabase } from '../../server/database/postgres/open-postgres';
import { openConnection } from '../../server/database/sqlite/connection';
import { sqlOn, type Sql } from '../../server/database/sqlite/sql';

export const DOCUMENT = 'store/s1/2026';
const START = Date.UTC(2026, 5, 1);

export const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export function newChange(n: number, parts: Partial<Change> = {}): NewChange {
  const change: Change = {
    id: idOf(n),
    hlc: `${START + n}-0000-d1`,
    ...{ userId: 'u1', deviceId: 'd1', n: n + 1, kind: 'asset.create', entityId: `asset-${n}` },
    patch: { assetNumber: `F-${n}`, storeId: 's1', notes: 'x'.repeat(200) },
    ...parts,
  };
  const place = { document: DOCUMENT, client: 7, clock: n, change, body: encodeBody(change) };
  return { ...place, receivedAt: new Date(START).toISOString(), receivedFrom: 'd1' };
}

/** The changes from one number up to another, in one commit. */
export const append = ({ transaction }: PostgresDatabase, from: number, to: number): Promise<void> =>
  transaction(({ changes }) =>
    changes.insertChanges(Array.from({ length: to - from }, (_, index) => newChange(from + index))),
  );

/** Alters the copy behind the back of its process. */
export async function alter(path: string, by: (sql: Sql) => void): Promise<void> {
  const connection = await openConnection(path);
  by(sqlOn(connection));
  connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  connection.close();
}

/** Garbage over the first page of a table or an index, which another writer has just altered: nobody has it in memory. */
export async function spoilPage(path: string, name: string): Promise<void> {
  let at = { root: 0, size: 0 };
  await alter(path, (sql) => {
    const root = sql.get<{ root: number }>('SELECT rootpage AS root FROM sqlite_schema WHERE name = ?', name);
    const page = sql.get<{ size: number }>('SELECT page_size AS size FROM pragma_page_size');
    if (!root || !page) throw new Error(`there is no ${name}`);
    at = { root: root.root, size: page.size };
    sql.run(`INSERT OR REPLACE INTO meta VALUES ('by another', hex(randomblob(8)))`);
  });
  const file = openSync(path, 'r+');
  writeSync(file, new Uint8Array(at.size).fill(0xab), 0, at.size, (at.root - 1) * at.size);
  closeSync(file);
}

/** Bytes over the run that holds the change with this sequence number. */
export const spoilBodies = (
  path: string,
  seq: number,
  how: (bodies: Uint8Array) => Uint8Array,
): Promise<void> =>
  alter(path, (sql) => {
    const run = sql.get<{ last: number; bodies: Uint8Array }>(
      'SELECT last, bodies FROM log WHERE last >= ? ORDER BY last LIMIT 1',
      seq,
    );
    sql.run(
      'UPDATE log SET bodies = ? WHERE last = ?',
      how(Uint8Array.from(run?.bodies ?? [])),
      run?.last ?? 0,
    );
  });

/** Nothing of it can be read. */
export const garbage = (bodies: Uint8Array): Uint8Array => bodies.fill(0xff);

/** Another letter in a value: it reads as well as before. */
export function otherLetter(bodies: Uint8Array): Uint8Array {
  bodies[Buffer.from(bodies).lastIndexOf('xxxx')] = 'y'.charCodeAt(0);
  return bodies;
}

/** Every change as it was appended, and in the lists. */
export async function wholeTo(database: PostgresDatabase, end: number): Promise<boolean> {
  const log = await database.changes.after(0, 10_000);
  const assets = await database.rows.assets({ limit: 1000 });
  const isRight = log.every(({ seq, body }) => Buffer.compare(body, newChange(seq - 1).body) === 0);
  return isRight && log.length === end && assets.total === end;
}
