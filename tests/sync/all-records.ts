/** The changes of a device, those that it keeps together as well as the others. */
import { bundledRecords } from '../../src/replica/bundles/lay-out';
import type { ReplicaDatabase } from '../../src/replica/database';
import type { ChangeRecord } from '../../src/replica/records';

export const allRecords = async (db: ReplicaDatabase): Promise<ChangeRecord[]> => [
  ...(await db.changes.toArray()),
  ...(await bundledRecords(db)),
];
