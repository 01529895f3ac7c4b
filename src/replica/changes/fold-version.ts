/** A build that folds more than the one before folds every row again, once. It continues where it was cut off. */
import { parseKind } from '#shared/domain/entities';
import { FOLDED_BY } from '#shared/domain/folded-by';
import { touched } from './change-record';
import type { ReplicaDatabase } from '../database';
import type { ChangeRecord } from '../records';
import { refold } from './refold';

const KEY = 'foldVersion';
/** `<version> <id of the last change that was folded again>` */
const CURSOR = 'foldCursor';
const BATCH = 500;

/** Brings the rows up to this build's fold, a batch at a time, until `signal` says stop. */
export async function keepFoldVersion(
  db: ReplicaDatabase,
  version = FOLDED_BY,
  signal?: AbortSignal,
): Promise<void> {
  const done = (await db.settings.get(KEY))?.value;
  if (done === version) return;
  const isNeeded = done !== undefined || (await db.changes.count()) > 0;
  if (isNeeded && !(await refoldAll(db, version, signal))) return;
  await db.transaction('rw', db.settings, async () => {
    await db.settings.put({ key: KEY, value: version });
    await db.settings.delete(CURSOR);
  });
}

/** Returns false when it was stopped before the end. */
async function refoldAll(db: ReplicaDatabase, version: string, signal?: AbortSignal): Promise<boolean> {
  for (let after = await readCursor(db, version); ;) {
    if (signal?.aborted === true) return false;
    const last = await refoldBatch(db, version, after);
    if (last === undefined) return true;
    after = last;
  }
}

const refoldBatch = (db: ReplicaDatabase, version: string, after: string): Promise<string | undefined> =>
  db.transaction('rw', [db.author, db.changes, db.settings, ...db.rowTables()], async () => {
    const records = await db.changes.where('id').above(after).limit(BATCH).toArray();
    await db.changes.bulkPut(records.flatMap(nowKnown));
    await refold(db, records.map(withEntity).flatMap(touched));
    const last = records.at(-1)?.id;
    if (last !== undefined) await db.settings.put({ key: CURSOR, value: `${version} ${last}` });
    return last;
  });

/** The kept cursor; '' where it is of another version. */
async function readCursor(db: ReplicaDatabase, version: string): Promise<string> {
  const cursor = (await db.settings.get(CURSOR))?.value;
  const [of, after = ''] = typeof cursor === 'string' ? cursor.split(' ') : [];
  return of === version ? after : '';
}

const withEntity = (record: ChangeRecord): ChangeRecord => ({
  ...record,
  entity: parseKind(record.change.kind)?.entity ?? '',
});

/** Changes of a kind that this build has learnt. */
const nowKnown = (record: ChangeRecord): ChangeRecord[] => {
  const known = withEntity(record);
  return known.entity === record.entity ? [] : [known];
};
