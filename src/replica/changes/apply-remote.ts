/** Writes down the changes that came from central, with their places and the rows they make: one transaction for each batch. */
import { storeOf } from '#shared/change/documents';
import { follow } from '#shared/change/hlc';
import type { Change } from '#shared/change/change';
import type { PositionedChange } from '#shared/change/codec/struct';
import { equalJson, type JsonObject } from '#shared/json';
import { byEntity, recordOf, touched, withPosition } from './change-record';
import { settleArrived } from './outbox';
import type { ReplicaDatabase } from '../database';
import { readTogether } from '../read-together';
import type { ChangeRecord } from '../records';
import { keepProof, type Proof } from '../proofs/receipts';
import { newcomers } from './newcomers';
import { refold } from './refold';

/**
 * Writes a batch of changes of `document`. The same batch again changes nothing. A change that comes from central is on its
 * disk, so it is owed no more, and `proof` is kept with it. `now` is this device's time in milliseconds.
 */
export async function applyRemote(
  db: ReplicaDatabase,
  document: string,
  positioned: readonly PositionedChange[],
  now: number,
  proof: Proof = { marks: [], receipts: [] },
): Promise<void> {
  const tables = [db.author, db.changes, db.outbox, db.problems, db.chains, db.receipts, ...db.rowTables()];
  await db.transaction('rw', tables, async () => {
    const ids = [...new Set(positioned.map(({ change }) => change.id))];
    const before = await readTogether(db.changes, ids);
    const records = new Map(before.map((record) => [record.id, record]));
    const fresh = positioned.flatMap((entry) => merge(records, document, entry));
    const known = await newcomers(db, fresh);
    await db.changes.bulkPut([...records.values()]);
    await keepProof(db, document, proof);
    await settleArrived(db, records);
    // central has it: it is refused no longer, whatever was wrong with it once
    await db.problems.filter(({ change }) => change !== undefined && records.has(change.id)).delete();
    await followClock(db, positioned, now);
    await refold(db, fresh.flatMap(touched), { known, fresh: byEntity(fresh) });
  });
}

/** Notes a change and its position; returns the record when its entity has to be folded again. */
function merge(
  records: Map<string, ChangeRecord>,
  document: string,
  { client, clock, change }: PositionedChange,
): ChangeRecord[] {
  const known = records.get(change.id);
  // central's word counts: its content, and no refusal any more
  const where = { ...known, storeId: known?.storeId ?? storeOf(document) };
  const record = withPosition(recordOf(change, where), { document, client, clock });
  records.set(change.id, record);
  const isSame = known !== undefined && !known.refused && sameContent(known.change, change);
  // the first document names the owner of the entity
  return isSame && known.documents.length > 0 ? [] : [record];
}

const sameContent = (a: Change, b: Change): boolean =>
  equalJson(a as unknown as JsonObject, b as unknown as JsonObject);

/** Our own changes come back when this database was restored from an old copy: their numbers are not used twice. */
export async function followClock(
  db: ReplicaDatabase,
  positioned: readonly Pick<PositionedChange, 'change'>[],
  now: number,
): Promise<void> {
  const author = await db.author.get('me');
  if (!author) return;
  const central = now + author.offsetMs;
  const clock = positioned.reduce(
    (reached, { change }) => follow(reached, change.hlc, central),
    author.clock,
  );
  const own = positioned
    .filter(({ change }) => change.deviceId === author.deviceId)
    .map(({ change }) => change.n);
  await db.author.put({ ...author, clock, n: own.reduce((most, n) => Math.max(most, n), author.n) });
}
