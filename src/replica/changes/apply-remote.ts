/** What came from central, written down: one transaction a batch for changes, their places and the rows they make. */
import { samePosition, type Position } from '#shared/change/position';
import { storeOf } from '#shared/change/documents';
import { follow } from '#shared/change/hlc';
import type { Change } from '#shared/change/change';
import type { PositionedChange } from '#shared/change/codec/struct';
import { parseKind } from '#shared/domain/entities';
import { equalJson, type JsonObject } from '#shared/json';
import { touched } from './commit';
import type { ReplicaDatabase } from '../database';
import { readTogether } from '../read-together';
import type { ChangeRecord } from '../records';
import { keepProof, type Proof } from '../proofs/receipts';
import { keyOf, refold } from './refold';

/**
 * Writes a batch of changes of `document`. The same batch again changes nothing. What comes from central is on its disk, so it
 * is owed no more, and `proof` is kept with it. `now` is this device's time in milliseconds.
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
    await db.changes.bulkPut([...records.values()]);
    await keepProof(db, document, proof);
    await settle(db, records);
    // central has it: whatever was wrong with it once, it is refused no longer
    await db.problems.filter(({ change }) => change !== undefined && records.has(change.id)).delete();
    await followClock(db, positioned, now);
    await refold(db, fresh.flatMap(touched), await newLogs(db, fresh));
  });
}

/** Most of what comes was never in the outbox, which is short: one look tells. */
async function settle(db: ReplicaDatabase, arrived: ReadonlyMap<string, ChangeRecord>): Promise<void> {
  const owed = await db.outbox.toCollection().primaryKeys();
  const settled = owed.filter((id) => arrived.has(id));
  if (settled.length > 0) await db.outbox.bulkDelete(settled);
}

/** Notes a change and its place; answers the record when its entity has to be folded again. */
function merge(
  records: Map<string, ChangeRecord>,
  document: string,
  { client, clock, change }: PositionedChange,
): ChangeRecord[] {
  const known = records.get(change.id);
  const record = withPosition(recordOf(change, known, document), { document, client, clock });
  records.set(change.id, record);
  const isSame = known !== undefined && !known.refused && sameContent(known.change, change);
  // the first document says whose the entity is
  return isSame && known.documents.length > 0 ? [] : [record];
}

/** What central has counts: its content, and no refusal any more. */
function recordOf(change: Change, known: ChangeRecord | undefined, document: string): ChangeRecord {
  const { id, entityId } = change;
  const entity = parseKind(change.kind)?.entity ?? '';
  const storeId = known?.storeId ?? storeOf(document);
  const where = { documents: known?.documents ?? [], places: known?.places ?? [] };
  return { id, change, entity, entityId, ...(storeId !== undefined && { storeId }), ...where };
}

function withPosition(record: ChangeRecord, place: Position): ChangeRecord {
  const { documents, places } = record;
  if (places.some((other) => samePosition(other, place))) return record;
  return {
    ...record,
    documents: documents.includes(place.document) ? documents : [...documents, place.document],
    places: [...places, place],
  };
}

const sameContent = (a: Change, b: Change): boolean =>
  equalJson(a as unknown as JsonObject, b as unknown as JsonObject);

/** Our own changes come back when this database was restored from an old copy: their numbers are not used twice. */
async function followClock(
  db: ReplicaDatabase,
  positioned: readonly PositionedChange[],
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

/** A log is one change: where it has no row yet, nothing of it needs to be read, which is most of a first load. */
async function newLogs(
  db: ReplicaDatabase,
  fresh: readonly ChangeRecord[],
): Promise<Map<string, ChangeRecord[]>> {
  const logs = fresh.filter((record) => record.entity === 'assetLog');
  const rows = await db.assetLogs.bulkGet(logs.map((record) => record.entityId));
  const known = new Map<string, ChangeRecord[]>();
  for (const [index, record] of logs.entries()) {
    if (rows[index]) continue;
    const key = keyOf({ entity: 'assetLog', entityId: record.entityId });
    known.set(key, [...(known.get(key) ?? []), record]);
  }
  return known;
}
