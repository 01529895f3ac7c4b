/**
 * A build that folds more than the one before folds every row again, once, and continues where it was cut off. First what lies in bundles,
 * then each other entity from all of its changes; then the statuses of the assets, each from all of its logs. So it costs no more than what
 * there is. The order counts: a bundle that is laid out meanwhile, by a change that arrives, comes among those that are still to be folded.
 */
import { isEntityName, parseKind } from '#shared/domain/entities';
import { FOLDED_BY } from '#shared/domain/folded-by';
import { recordsIn } from '../bundles/bundle';
import { contentsOf } from '../bundles/lay-out';
import type { ReplicaDatabase } from '../database';
import type { ChangeRecord } from '../records';
import { byEntity, touched } from './change-record';
import { refold } from './refold';
import { restate } from './restate';

const KEY = 'foldVersion';
const CURSOR = 'foldCursor';
const BATCH = 500;
/** Assets whose statuses are looked at together, each with all of its logs. */
const ASSETS = 50;

/**
 * `[version, 'bundles', id]`: folded again up to this bundle; `[version, 'rows', entity, id]`: bundles are done, and of those with changes by
 * themselves all up to this entity; `[version, 'statuses', id]`: rows are done, statuses up to this one.
 */
type Cursor = readonly string[];

/** Brings the rows up to this build's fold, a batch at a time, until `signal` says stop. */
export async function keepFoldVersion(
  db: ReplicaDatabase,
  version = FOLDED_BY,
  signal?: AbortSignal,
): Promise<void> {
  const done = (await db.settings.get(KEY))?.value;
  if (done === version) return;
  const isNeeded = done !== undefined || (await db.changes.count()) + (await db.bundles.count()) > 0;
  if (isNeeded && !(await foldAllAgain(db, version, signal))) return;
  await db.transaction('rw', db.settings, async () => {
    await db.settings.put({ key: KEY, value: version });
    await db.settings.delete(CURSOR);
  });
}

/** Returns false when it was stopped before the end. */
async function foldAllAgain(db: ReplicaDatabase, version: string, signal?: AbortSignal): Promise<boolean> {
  await learnKinds(db);
  for (let at: Cursor | undefined = await readCursor(db, version); at;) {
    if (signal?.aborted === true) return false;
    at = await step(db, at);
  }
  return true;
}

/** Changes of a kind that this build has learnt. */
async function learnKinds(db: ReplicaDatabase): Promise<void> {
  const ids = await db.changes.where('[entity+entityId]').between([''], ['', []]).primaryKeys();
  for (let at = 0; at < ids.length; at += BATCH)
    await db.transaction('rw', db.changes, async () => {
      const records = await db.changes.bulkGet(ids.slice(at, at + BATCH));
      await db.changes.bulkPut(records.flatMap((record) => (record ? nowKnown(record) : [])));
    });
}

function nowKnown(record: ChangeRecord): ChangeRecord[] {
  const entity = parseKind(record.change.kind)?.entity;
  return entity === undefined ? [] : [{ ...record, entity }];
}

/** One transaction of the work. Returns where it stands then; undefined: at the end. */
const step = (db: ReplicaDatabase, at: Cursor): Promise<Cursor | undefined> =>
  db.transaction('rw', [db.author, db.changes, db.settings, ...db.rowTables()], async () => {
    const [version = '', stage, ...after] = at;
    const next = await stages[stage === 'rows' || stage === 'statuses' ? stage : 'bundles'](db, after);
    const cursor = next && [version, ...next];
    if (cursor) await db.settings.put({ key: CURSOR, value: JSON.stringify(cursor) });
    return cursor;
  });

async function foldRows(db: ReplicaDatabase, [entity = '', id = '']: Cursor): Promise<Cursor> {
  // by the keys of the index alone: an entity with many changes is read once, whole, by its fold
  const keys = (await db.changes
    .where('[entity+entityId]')
    .above(entity === '' ? ['', []] : [entity, id])
    .limit(BATCH)
    .keys()) as unknown as [string, string][];
  const last = keys.at(-1);
  // entities that only a newer build knows have no table here: their changes wait for it
  await refold(
    db,
    keys.flatMap(([name, entityId]) => (isEntityName(name) ? [{ entity: name, entityId }] : [])),
    { isAgain: true },
  );
  return last ? ['rows', ...last] : ['statuses', ''];
}

async function foldBundle(db: ReplicaDatabase, [after = '']: Cursor): Promise<Cursor> {
  const next = await db.bundles.where('id').above(Number(after)).first();
  if (!next) return ['rows'];
  const [opened] = await contentsOf(db, [next]);
  const known = byEntity(opened ? recordsIn(opened.document, opened.content) : []);
  await refold(
    db,
    [...known.values()].flatMap(([first]) => (first ? touched(first) : [])),
    {
      known,
      isAgain: true,
    },
  );
  return ['bundles', String(next.id)];
}

async function stateAssets(db: ReplicaDatabase, [after = '']: Cursor): Promise<Cursor | undefined> {
  const ids = await db.assets.where('id').above(after).limit(ASSETS).primaryKeys();
  await restate(db, ids);
  const last = ids.at(-1);
  return last === undefined ? undefined : ['statuses', last];
}

const stages = { bundles: foldBundle, rows: foldRows, statuses: stateAssets };

/** From the beginning where what is kept is of another version. */
async function readCursor(db: ReplicaDatabase, version: string): Promise<Cursor> {
  const kept = (await db.settings.get(CURSOR))?.value;
  try {
    const cursor = JSON.parse(String(kept)) as unknown;
    if (Array.isArray(cursor) && cursor[0] === version) return cursor.map(String);
  } catch {
    // another build wrote it otherwise
  }
  return [version, 'bundles'];
}
