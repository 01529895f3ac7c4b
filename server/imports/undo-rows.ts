/** Takes back the changes of an import, as a new act: nothing is deleted, and records that somebody edited since stay as they left them. */
import type { Change, Draft } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { foldEntity, writesOf, type Fold } from '#shared/change/fold';
import { startClock } from '#shared/change/hlc';
import { stamp } from '#shared/change/stamp';
import { refKey, refOf } from '#shared/change/entity-ref';
import { usedEntities } from '#shared/api/usage';
import { isFirstVerb, parseKind, type EntityName } from '#shared/domain/entities';
import type { Json, JsonObject } from '#shared/json';
import type { CentralDatabase, Tx } from '../database/port/central-database';
import type { LoggedChange } from '../database/port/changes';
import { causeIn, idByContent } from '../id-by-content';
import type { Addition } from '../sync/submission';
import type { SyncServer } from '../sync/sync-server';
import type { JournalEntry, KeptRow } from './import-record';
import { undoCauseOf } from './ids';
import type { By } from './save-rows';
import { causedBy, storedOf } from './stored-of';

interface Undoing {
  database: Pick<CentralDatabase, 'rows'>;
  sync: Pick<SyncServer, 'act'>;
  importId: string;
  by: By;
  now: () => number;
}

/** Undoes these rows; returns those that stay. */
export async function undoRows(undoing: Undoing, entries: readonly JournalEntry[]): Promise<KeptRow[]> {
  const { by, sync } = undoing;
  let kept: KeptRow[] = [];
  await sync.act({
    by: by.userId,
    plan: async (tx) => {
      const plans: TakenBack[] = [];
      const saids = await whatWasSaid(tx, undoing, entries);
      for (const said of saids) plans.push(await takenBack(undoing, said));
      kept = plans.flatMap((plan) => plan.kept);
      return plans.flatMap(({ draft }, index) => {
        const said = saids[index];
        return draft && said ? [additionOf(undoing, draft, said)] : [];
      });
    },
  });
  return kept;
}

/** All that is asked of one change of the import. */
interface Said {
  line: number;
  /** the last one, of several lives of central */
  stored: LoggedChange;
  before: { readonly [field: string]: Json };
  fold: Fold;
  /** changes of others to it, and to the records that belong to it */
  isTouched: boolean;
  undoCause: string;
}

/** Changes that a stop cut off were never written, and those that were taken back before stay taken back. */
async function whatWasSaid(
  { changes }: Tx,
  { importId }: Undoing,
  entries: readonly JournalEntry[],
): Promise<Said[]> {
  const meant = entries.flatMap(({ line, said }) =>
    said.map((one, index) => ({ line, ...one, undoCause: undoCauseOf(importId, line, index) })),
  );
  const own = new Set(meant.flatMap(({ changeId, undoCause }) => [causeIn(changeId), causeIn(undoCause)]));
  const { byCause } = await storedOf(changes, meant);
  const open = meant.flatMap((one) => {
    const stored = causedBy(byCause, one.changeId).at(-1);
    const isBack = causedBy(byCause, one.undoCause).length > 0;
    return stored && !isBack ? [{ ...one, stored, refs: [refOf(stored.change)] }] : [];
  });
  for (const one of open)
    if (one.stored.change.kind === 'asset.create')
      one.refs.push(...(await changes.historyOf(one.stored.change.entityId)));
  const refs = new Map(open.flatMap((one) => one.refs).map((ref) => [refKey(ref), ref]));
  const logged = new Map<string, Change[]>();
  for (const { change } of refs.size > 0 ? await changes.changesOfEntities([...refs.values()]) : []) {
    const key = refKey(refOf(change));
    logged.set(key, [...(logged.get(key) ?? []), change]);
  }
  return open.flatMap(({ refs: about, ...one }) => {
    const entity = parseKind(one.stored.change.kind)?.entity;
    const fold = entity && foldEntity(entity, logged.get(refKey(refOf(one.stored.change))) ?? []);
    const all = about.flatMap((ref) => logged.get(refKey(ref)) ?? []);
    return fold ? [{ ...one, fold, isTouched: all.some(({ id }) => !own.has(causeIn(id))) }] : [];
  });
}

interface TakenBack {
  draft?: Draft;
  kept: KeptRow[];
}

async function takenBack(undoing: Undoing, said: Said): Promise<TakenBack> {
  const { kind, entityId } = said.stored.change;
  const parsed = parseKind(kind);
  if (!parsed) return { kept: [] };
  const { entity, verb } = parsed;
  if (entity === 'assetLog') return { draft: voided(said.stored.change), kept: [] };
  if (!isFirstVerb(verb)) return fieldsBack(said, entity);
  if (said.isTouched || (await isUsed(undoing, entity, entityId)))
    return { kept: [keptOf(said, entity, [])] };
  const deletedAt = new Date(undoing.now()).toISOString();
  return { draft: { kind: `${entity}.remove`, entityId, patch: { deletedAt } }, kept: [] };
}

const keptOf = ({ line, stored }: Said, entity: string, fields: readonly string[]): KeptRow => ({
  ...{ line, entity, entityId: stored.change.entityId, fields },
});

const voided = ({ entityId, patch }: Change): Draft => ({
  kind: 'assetLog.void',
  entityId,
  patch: { assetId: patch['assetId'] ?? '' },
});

/** A record of central data that equipment names meanwhile stays. */
async function isUsed({ database }: Undoing, entity: EntityName, id: string): Promise<boolean> {
  const used = usedEntities.find((one) => one === entity);
  if (used === undefined) return false;
  const { assets, logs } = await database.rows.usage({ entity: used, id });
  return assets + logs > 0;
}

/** Fields in which the import has the last word go back to the values before it; the others stay. */
function fieldsBack(said: Said, entity: EntityName): TakenBack {
  const { change } = said.stored;
  const patch: JsonObject = {};
  const properties: JsonObject = {};
  const others: string[] = [];
  for (const [field] of writesOf(change)) {
    const value = said.before[field] ?? null;
    const winner = said.fold.fields.get(field)?.winner;
    if (winner === undefined || causeIn(winner.changeId) !== causeIn(change.id)) others.push(field);
    else if (field.startsWith('properties.')) properties[field.slice('properties.'.length)] = value;
    else patch[field] = value;
  }
  if (Object.keys(properties).length > 0) patch['properties'] = properties;
  return {
    kept: others.length > 0 ? [keptOf(said, entity, others)] : [],
    ...(Object.keys(patch).length > 0 && {
      draft: { kind: `${entity}.edit`, entityId: change.entityId, patch },
    }),
  };
}

function additionOf({ by, now }: Undoing, draft: Draft, { fold, undoCause, stored }: Said): Addition {
  const author = { ...by, n: 0, clock: startClock };
  const { changes } = stamp([draft], author, { now: now(), newId: () => '', foldOf: () => fold });
  const [said] = changes;
  if (!said) throw new Error('a draft makes a change');
  const change = { ...said, id: idByContent(undoCause, said) };
  return { document: stored.document, change, body: encodeBody(change) };
}
