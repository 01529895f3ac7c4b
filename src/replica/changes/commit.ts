/** A person's action, saved: one transaction writes its changes, the rows they make, and the entries of the outbox. */
import type { Change, Draft } from '#shared/change/change';
import type { Fold } from '#shared/change/fold';
import { seenIn } from '#shared/change/growing';
import { stamp, type SeenFold } from '#shared/change/stamp';
import type { Command, CommandContext } from '#shared/commands/command';
import { isEntityName, parseKind, type EntityName } from '#shared/domain/entities';
import type { RowReader } from '#shared/domain/rules/rows';
import { accepted, refused, type Result } from '#shared/result';
import { layOut } from '../bundles/lay-out';
import type { ReplicaDatabase } from '../database';
import { lookedAt, type ClockWatch } from '../identity/clock-offset';
import { storeIdsOf } from '../identity/identity';
import { heldStores } from '../held/held-names';
import type { AuthorRecord, ChangeRecord, Identity } from '../records';
import { readEntities } from '../read-together';
import { byEntity, owed, recordOf, touched } from './change-record';
import { keptFolds } from './long-histories';
import { keyOf } from './entity-key';
import { foldRecords, refold } from './refold';
import { rowReader } from '../row-reader';
import { signingOf } from '../people/signing';
import { storageIssue } from '../storage-issue';
import { storesOfDrafts } from './store-of-change';

export interface Environment {
  /** this device's clock, milliseconds */
  now: () => number;
  newId: () => string;
  /** is called with a fault of our own that kept something from being saved; without it the fault is thrown */
  tell?: (fault: unknown) => void;
  /** notices that somebody set this device's clock */
  clock?: ClockWatch;
}

/** The author with the offset as far as it can be known now. */
const lookAt = (author: AuthorRecord, { now, clock }: Environment): AuthorRecord =>
  clock ? clock.look(author, now()) : lookedAt(author, now());

/**
 * Runs a command and saves its changes. Works in any tab, with no network. Refuses with the command's issues, `not-joined`,
 * `storage-full`, `storage-unavailable` or `not-saved` (a fault of ours); then nothing at all was saved.
 */
export async function commit<Input>(
  db: ReplicaDatabase,
  command: Command<Input>,
  input: Input,
  environment: Environment,
): Promise<Result<Change[]>> {
  return orIssue(environment, () =>
    // an async function: only then does Dexie keep the transaction open through a command's own awaits
    db.transaction('rw', writtenTables(db), async () => run(db, command, input, environment)),
  );
}

/** A form gets a result in every case: the typed text stays on the screen, to be saved again or copied. */
async function orIssue<Value>(
  { tell }: Environment,
  save: () => PromiseLike<Result<Value>>,
): Promise<Result<Value>> {
  try {
    return await save();
  } catch (fault) {
    const issue = storageIssue(fault);
    if (issue) return refused(issue);
    if (!tell) throw fault;
    tell(fault);
    return refused({ code: 'not-saved' });
  }
}

/**
 * The same for very many records at once: the command is run before the transaction, over rows that were read before, and the
 * transaction only writes. (Dexie gives a transaction up after a hundred awaits in a row that ask the database nothing.) What
 * was changed since the rows were read is not seen; central flags what then fits no more.
 */
export async function commitOver<Input>(
  db: ReplicaDatabase,
  rows: RowReader,
  command: Command<Input>,
  input: Input,
  environment: Environment,
): Promise<Result<Change[]>> {
  const [identity, kept] = await Promise.all([db.identity.get('me'), db.author.get('me')]);
  if (!identity || !kept) return refused({ code: 'not-joined' });
  const author = lookedAt(kept, environment.now());
  const context = await contextOf(db, identity, environment.now() + author.offsetMs, environment);
  const drafts = await orIssue(environment, () => command(rows, input, context));
  return drafts.ok ? commit(db, () => Promise.resolve(drafts), undefined, environment) : drafts;
}

const writtenTables = (db: ReplicaDatabase) => [
  db.identity,
  db.author,
  db.changes,
  db.outbox,
  db.settings,
  ...db.rowTables(),
];

async function run<Input>(
  db: ReplicaDatabase,
  command: Command<Input>,
  input: Input,
  environment: Environment,
): Promise<Result<Change[]>> {
  const [identity, kept] = await Promise.all([db.identity.get('me'), db.author.get('me')]);
  if (!identity || !kept) return refused({ code: 'not-joined' });
  const author = lookAt(kept, environment);
  const now = environment.now() + author.offsetMs;
  const context = await contextOf(db, identity, now, environment);
  const drafts = await command(rowReader(db), input, context);
  if (!drafts.ok || drafts.value.length === 0) return drafts.ok ? accepted([]) : drafts;
  const { before, folds } = await seenBefore(db, drafts.value);
  const stamped = stamp(drafts.value, author, {
    now,
    newId: environment.newId,
    foldOf: (id) => folds.get(id),
  });
  await save(db, stamped.changes, { ...author, ...stamped.author }, environment.now(), before);
  return accepted(stamped.changes);
}

async function contextOf(
  db: ReplicaDatabase,
  identity: Identity,
  now: number,
  { newId }: Environment,
): Promise<CommandContext> {
  if (identity.kind === 'staff') {
    const storeIds = (await heldStores(db)).map(({ id }) => id);
    return { now, newId, mode: 'central', storeIds, rights: identity.user.permissions };
  }
  const storeIds = storeIdsOf(identity);
  const { signer } = await signingOf(db);
  return { now, newId, mode: 'site', storeIds, rights: [], ...(signer && { signer }) };
}

interface Before {
  /** all changes of the entities of the drafts, by `keyOf`; those with a long history are left out, unless their conflicts are settled */
  before: Map<string, ChangeRecord[]>;
  /** the folds that the author saw, by entity id */
  folds: Map<string, SeenFold>;
}

/** The known state of the entities that the drafts are of, read together. */
async function seenBefore(db: ReplicaDatabase, drafts: readonly Draft[]): Promise<Before> {
  const idsOf = new Map<EntityName, Set<string>>();
  for (const { kind, entityId } of drafts) {
    const entity = parseKind(kind)?.entity;
    if (entity) idsOf.set(entity, (idsOf.get(entity) ?? new Set()).add(entityId));
  }
  const settled = new Set(
    drafts.flatMap(({ entityId, settles = [] }) => (settles.length > 0 ? [entityId] : [])),
  );
  const before = new Map<string, ChangeRecord[]>();
  const folds = new Map<string, SeenFold>();
  for (const [entity, ids] of idsOf) {
    await layOut(
      db,
      [...ids].map((entityId) => ({ entity, entityId })),
    );
    const kept = await keptFolds(
      db,
      entity,
      [...ids].filter((id) => !settled.has(id)),
    );
    const long = (entityId: string) => kept.get(keyOf({ entity, entityId }));
    const rest = [...ids].filter((id) => !long(id));
    const read = rest.length > 0 ? await readEntities(db.changes, entity, rest) : undefined;
    for (const entityId of ids) {
      const fold = long(entityId);
      if (fold) folds.set(entityId, seenIn(fold.kept));
      else before.set(keyOf({ entity, entityId }), read?.get(entityId) ?? []);
    }
  }
  for (const [entityId, fold] of foldsOf(before)) folds.set(entityId, fold);
  return { before, folds };
}

function foldsOf(before: ReadonlyMap<string, readonly ChangeRecord[]>): Map<string, Fold> {
  const folds = new Map<string, Fold>();
  for (const records of before.values()) {
    const [first] = records;
    const fold = first && isEntityName(first.entity) ? foldRecords(first.entity, records) : undefined;
    if (first && fold) folds.set(first.entityId, fold);
  }
  return folds;
}

/** `before`: all that was known of the entities of these changes. */
async function save(
  db: ReplicaDatabase,
  changes: Change[],
  author: AuthorRecord,
  at: number,
  before: ReadonlyMap<string, ChangeRecord[]>,
): Promise<void> {
  const stores = await storesOfDrafts(db, changes);
  const records = changes.map((change) => recordOf(change, { storeId: stores.get(change.entityId) }));
  await db.changes.bulkAdd(records);
  await db.outbox.bulkAdd(records.map((record) => owed(record, at)));
  await db.author.put(author);
  const fresh = byEntity(records);
  await refold(db, records.flatMap(touched), { known: withThese(before, fresh), fresh });
}

function withThese(
  before: ReadonlyMap<string, ChangeRecord[]>,
  fresh: ReadonlyMap<string, ChangeRecord[]>,
): Map<string, ChangeRecord[]> {
  return new Map([...before].map(([key, records]) => [key, [...records, ...(fresh.get(key) ?? [])]]));
}
