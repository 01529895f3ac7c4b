/** The history of one entity: who recorded what and when, and the fields on which two unseen edits stand against each other. */
import { compareHlc } from '#shared/change/hlc';
import { conflictsOf } from '#shared/change/fold';
import type { EntityName } from '#shared/domain/entities';
import type { ReplicaDatabase } from '../database';
import type { ChangeRecord } from '../records';
import { changesOf, foldRecords } from './refold';

export interface History {
  /** newest first; those that central refused are marked */
  changes: ChangeRecord[];
  conflicts: ReturnType<typeof conflictsOf>;
}

export async function historyOf(db: ReplicaDatabase, entity: EntityName, id: string): Promise<History> {
  const records = await changesOf(db, { entity, entityId: id });
  const fold = foldRecords(entity, records);
  return {
    changes: records.sort((a, b) => compareHlc(b.change.hlc, a.change.hlc)),
    conflicts: fold ? conflictsOf(fold) : [],
  };
}
