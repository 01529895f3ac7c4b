/** Central data that was written at a site, past every command (rule R1): it is taken back here, since central would refuse it. */
import Dexie from 'dexie';
import { CONFIG } from '#shared/change/documents';
import { centralEntities } from '#shared/domain/entities';
import type { ReplicaDatabase } from '../database';
import type { ChangeRecord } from '../records';
import { moveToProblems } from './refuse';

const refusal = {
  code: 'central-only',
  message: 'This can only be changed on the central server.',
  changeIds: [],
};

/** Moves such changes to the problems and shows central's data again; everything else is left alone. Returns how many. */
export function setAsideCentralData(db: ReplicaDatabase, at: number): Promise<number> {
  return db.transaction(
    'rw',
    [db.author, db.changes, db.outbox, db.problems, ...db.rowTables()],
    async () => {
      const records = await strays(db);
      if (records.length > 0) await moveToProblems(db, CONFIG, refusal, records, at);
      return records.length;
    },
  );
}

/** The changes of central data that stand in no document: central never sent them. */
async function strays(db: ReplicaDatabase): Promise<ChangeRecord[]> {
  const known = await Promise.all(
    centralEntities.map((entity) =>
      db.changes
        .where('[entity+entityId]')
        .between([entity, Dexie.minKey], [entity, Dexie.maxKey])
        .filter(({ documents, refused }) => documents.length === 0 && !refused)
        .toArray(),
    ),
  );
  return known.flat();
}
