/** When the fold has learnt something, every row is folded again, once. */
import { FOLD_VERSION } from '#shared/change/fold';
import { parseKind } from '#shared/domain/entities';
import { touched } from './commit';
import type { ReplicaDatabase } from '../database';
import type { ChangeRecord } from '../records';
import { refold } from './refold';

const KEY = 'foldVersion';
const BATCH = 500;

/** Brings the rows up to this build's fold, a batch at a time; cut short, it begins again at the next start. */
export async function keepFoldVersion(db: ReplicaDatabase, version = FOLD_VERSION): Promise<void> {
  const done = (await db.settings.get(KEY))?.value;
  if (done === version) return;
  if (typeof done === 'number' || (await db.changes.count()) > 0) await refoldAll(db);
  await db.settings.put({ key: KEY, value: version });
}

async function refoldAll(db: ReplicaDatabase): Promise<void> {
  for (let after = ''; ;) {
    const last = await db.transaction('rw', [db.author, db.changes, ...db.rowTables()], async () => {
      const records = await db.changes.where('id').above(after).limit(BATCH).toArray();
      await db.changes.bulkPut(records.flatMap(nowKnown));
      await refold(db, records.map(withEntity).flatMap(touched));
      return records.at(-1)?.id;
    });
    if (last === undefined) return;
    after = last;
  }
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
