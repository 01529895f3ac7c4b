/**
 * The consequences of a move (rules W1 to W3), decided inside the transaction of the change that touched the asset. Each of its moves
 * stands in every store of its history. All of its history stands in the documents of the store that has it, the moves before the copies.
 */
import type { Change } from '#shared/change/change';
import { parseDocument, storeDocument, storeOf, yearOf } from '#shared/change/documents';
import { compareHlc } from '#shared/change/hlc';
import { isMove, ownerOf, saysWhere } from '#shared/change/owner';
import { isWord, standing } from '#shared/change/standing';
import type { Tx } from '../database/port/central-database';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { StoredChange } from '../database/port/changes';
import { placesOf } from './history-of';
import { logsAbove, ofTheAsset } from './hanging';
import { spreadIn } from './owners-of';
import type { Addition } from './submission';

/** The additions that are lacking after these changes were stored; none for assets that were never moved. */
export async function following(tx: Tx, stored: readonly StoredChange[], now: number): Promise<Addition[]> {
  const hanging = await spreadIn(tx, stored);
  for (const { change } of stored) if (isMove(change)) hanging.set(change.entityId, []);
  const additions: Addition[] = [];
  for (const [assetId, refs] of hanging) {
    const isWhole = stored.some(({ change }) => alters(change, assetId));
    additions.push(...(await lackingOf(tx, assetId, now, isWhole ? undefined : { stored, refs })));
  }
  return additions;
}

/** After a move, a creation or a ruling all that is known may have to follow; else what was written does, and the rest has. */
const alters = (change: Change, assetId: string): boolean =>
  isWord(change) || (change.entityId === assetId && saysWhere(change));

/** The changes just stored, and the logs and files of the asset that they are about. */
interface Written {
  stored: readonly StoredChange[];
  refs: readonly EntityRef[];
}

/** The parts of its moves and its history that the documents of an asset lack. `written`: nothing else can be lacking. */
export async function lackingOf(
  tx: Tx,
  assetId: string,
  now: number,
  written?: Written,
): Promise<Addition[]> {
  const history = await (written ? lateHistory(tx, assetId, written) : wholeHistory(tx, assetId));
  const moves = history.filter(({ change }) => isMove(change));
  const owner = ownerOf(history.map(({ change }) => change));
  if (moves.length === 0 || owner === undefined) return [];
  const asset: EntityRef = { entity: 'asset', id: assetId };
  const placed = (await tx.changes.storesOwning([asset])).get(refKey(asset)) ?? [];
  const counting = standing(history.map(({ change }) => change));
  const created = counting.filter(({ kind }) => kind === 'asset.create').flatMap(targetOf);
  const stores = new Set([...placed, ...created, ...moves.flatMap(({ change }) => targetOf(change)), owner]);
  const draft = new Draft(history);
  for (const storeId of stores)
    for (const move of moves)
      if (!draft.isInStore(storeId, move.change)) draft.put(storeDocument(storeId, yearOf(now)), move);
  // a store that its moves had not reached: what lay there before was of no asset of ours
  if (written && draft.additions.length > 0) return lackingOf(tx, assetId, now);
  const counted = new Set(ofTheAsset(counting).map(({ id }) => id));
  for (const entry of history) if (counted.has(entry.change.id)) copy(draft, entry, { moves, owner, stores });
  return draft.additions;
}

/** A change of the asset's history, and the documents in which it stands. */
interface Entry {
  change: Change;
  body: Uint8Array;
  documents: readonly string[];
}

/** One that stands in another store's documents follows into the same year of the owner's, after all moves. */
function copy(
  draft: Draft,
  entry: Entry,
  { moves, owner, stores }: { moves: readonly Entry[]; owner: string; stores: ReadonlySet<string> },
): void {
  if (draft.isInStore(owner, entry.change)) return;
  const from = entry.documents.find((document) => stores.has(storeOf(document) ?? ''));
  const place = from === undefined ? undefined : parseDocument(from);
  if (place?.kind !== 'store') return;
  const document = storeDocument(owner, place.year);
  for (const move of moves) if (!draft.isIn(document, move.change)) draft.put(document, move);
  draft.put(document, entry);
}

class Draft {
  readonly additions: Addition[] = [];
  readonly #documents: Map<string, Set<string>>;

  constructor(history: readonly Entry[]) {
    this.#documents = new Map(history.map(({ change, documents }) => [change.id, new Set(documents)]));
  }

  isIn(document: string, { id }: Change): boolean {
    return this.#documents.get(id)?.has(document) ?? false;
  }

  isInStore(storeId: string, { id }: Change): boolean {
    return [...(this.#documents.get(id) ?? [])].some((document) => storeOf(document) === storeId);
  }

  put(document: string, { change, body }: Entry): void {
    this.#documents.get(change.id)?.add(document);
    this.additions.push({ document, change, body });
  }
}

const targetOf = ({ patch: { storeId } }: Change): string[] => (typeof storeId === 'string' ? [storeId] : []);

/** All changes of the asset, its logs, and the files of both. */
async function wholeHistory(tx: Tx, assetId: string): Promise<Entry[]> {
  const { changes } = tx;
  return inOrder(tx, await changes.changesOfEntities(await changes.historyOf(assetId)));
}

/** What was written, with all that decides where it belongs: however long the history of the asset is, this is short. */
async function lateHistory(tx: Tx, assetId: string, { stored, refs }: Written): Promise<Entry[]> {
  const { changes } = tx;
  const logs = refs.flatMap(({ entity, id }) => (entity === 'assetLog' ? [id] : []));
  // a file may have come before its log
  const files = logs.length > 0 ? await changes.filesOf(logs) : [];
  const hanging = refs.length > 0 ? await changes.changesOfEntities([...refs, ...files]) : [];
  const above = await changes.changesOfEntities(logsAbove(hanging, logs));
  const own = stored.filter(({ change }) => change.entityId === assetId && refOf(change).entity === 'asset');
  return inOrder(tx, [...(await changes.placingOf(assetId)), ...own, ...hanging, ...above]);
}

/** With their places, by their time. */
async function inOrder(tx: Tx, known: readonly Pick<StoredChange, 'change'>[]): Promise<Entry[]> {
  const placed = await placesOf(tx, known);
  return placed.sort((a, b) => compareHlc(a.change.hlc, b.change.hlc));
}
