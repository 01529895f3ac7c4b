/** Writes down the changes that came from central, with their places and the rows they make: one transaction for each batch. */
import { storeOf } from '#shared/change/documents';
import { follow } from '#shared/change/hlc';
import type { Change } from '#shared/change/change';
import type { PositionedChange } from '#shared/change/codec/struct';
import { parseKind } from '#shared/domain/entities';
import { equalJson, type JsonObject } from '#shared/json';
import { byEntity, recordOf, touched, withPosition } from './change-record';
import { bundleOf, isBundled, LEAST_BUNDLED } from '../bundles/bundle';
import { layOut } from '../bundles/lay-out';
import { keyOf, type EntityKey } from './entity-key';
import { settleArrived } from './outbox';
import type { ReplicaDatabase } from '../database';
import { readTogether } from '../read-together';
import type { ChangeRecord, HoleRecord } from '../records';
import { keepProof, type Proof } from '../proofs/receipts';
import { newcomers } from './newcomers';
import { refold } from './refold';

/**
 * Writes a batch of changes of `document`. The same batch again changes nothing. A change that comes from central is on its
 * disk, so it is owed no more, and `proof` is kept with it, and the `holes` that it proves as well. `now` is this device's time in
 * milliseconds. `inBundles`: central data that are all new here are kept together.
 */
export async function applyRemote(
  db: ReplicaDatabase,
  document: string,
  positioned: readonly PositionedChange[],
  now: number,
  { inBundles = false, holes = [], ...proof }: Arriving = {},
): Promise<void> {
  const own = [db.author, db.changes, db.outbox, db.problems, db.holes, db.chains, db.receipts];
  await db.transaction('rw', [...own, ...db.rowTables()], async () => {
    if (holes.length > 0) await db.holes.bulkPut([...holes]);
    await layOut(db, positioned.flatMap(touchedBy));
    const ids = [...new Set(positioned.map(({ change }) => change.id))];
    const before = await readTogether(db.changes, ids);
    const records = new Map(before.map((record) => [record.id, record]));
    const fresh = positioned.flatMap((entry) => merge(records, document, entry));
    const mayBundle = inBundles && before.length === 0 && fresh.length >= LEAST_BUNDLED;
    const known = await (mayBundle ? newcomers(db, fresh, 1) : newcomers(db, fresh));
    const arrived = { document, positioned, fresh, known };
    if (!mayBundle || !(await keepBundle(db, arrived))) await db.changes.bulkPut([...records.values()]);
    await keepProof(db, document, { marks: [], receipts: [], ...proof });
    await settleArrived(db, records);
    // central has it: it is refused no longer, whatever was wrong with it once
    await db.problems.filter(({ change }) => change !== undefined && records.has(change.id)).delete();
    await followClock(db, positioned, now);
    await refold(db, fresh.flatMap(touched), { known, fresh: byEntity(fresh) });
  });
}

interface Arriving extends Partial<Proof> {
  inBundles?: boolean;
  holes?: readonly HoleRecord[];
}

interface Fresh {
  document: string;
  positioned: readonly PositionedChange[];
  fresh: readonly ChangeRecord[];
  known: ReadonlyMap<string, unknown>;
}

/**
 * Keeps changes together, each of them here for the first time; false where one of them has to be found by itself: it is of an entity with
 * others, of a kind that only a newer app knows, in two places, or this device's own.
 */
async function keepBundle(
  db: ReplicaDatabase,
  { document, positioned, fresh, known }: Fresh,
): Promise<boolean> {
  const author = await db.author.get('me');
  const isNew = (record: ChangeRecord): boolean =>
    isBundled(record) &&
    record.change.deviceId !== author?.deviceId &&
    touched(record)
      .map(keyOf)
      .every((key) => known.has(key));
  const isEachOnce = new Set(fresh.map(({ id }) => id)).size === positioned.length;
  if (!isEachOnce || !fresh.every(isNew)) return false;
  const { record, content } = bundleOf(document, positioned, fresh.flatMap(touched));
  const bundle = await db.bundles.add(record);
  await db.bundleContents.add({ bundle, ...content });
  return true;
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

function touchedBy({ change: { kind, entityId } }: PositionedChange): EntityKey[] {
  const entity = parseKind(kind)?.entity;
  return entity === undefined ? [] : [{ entity, entityId }];
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
