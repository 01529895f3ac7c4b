/** The central data of this device: the number of records of each kind, and the version. */
import { listedEntities, type ListedEntity } from '#shared/domain/entities';
import { isInUse } from './record/kind';
import { waitingInCentralData } from '../../replica/changes/waiting';
import { centralDataHere } from '../../replica/changes/documents';
import type { ReplicaDatabase } from '../../replica/database';

export interface Overview {
  /** the number of records in use */
  count: (entity: ListedEntity) => number;
  /** central's sequence number up to which this device has all of it; undefined before the first exchange */
  version?: { seq: number; exchangedAt: number };
  /** changes made here that central does not have yet */
  waiting: number;
}

export async function readOverview(db: ReplicaDatabase): Promise<Overview> {
  const counted = await Promise.all(
    listedEntities.map(async (entity) => [entity, await db.rowsOf(entity).filter(isInUse).count()] as const),
  );
  const counts = new Map(counted);
  const document = await centralDataHere(db);
  const waiting = await waitingInCentralData(db);
  return {
    count: (entity) => counts.get(entity) ?? 0,
    ...(document && { version: { seq: document.seq, exchangedAt: document.exchangedAt } }),
    waiting,
  };
}
