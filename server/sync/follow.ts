/**
 * The consequences of a move (rules W1 to W3), decided inside the transaction of the change that touched the asset. Each of its moves
 * stands in every store of its history. All of its history stands in the documents of the store that has it, the moves before the copies.
 */
import type { Change } from '#shared/change/change';
import { parseDocument, storeDocument, storeOf, yearOf } from '#shared/change/documents';
import { compareHlc } from '#shared/change/hlc';
import { ownerOf } from '#shared/change/owner';
import { standing } from '#shared/change/standing';
import type { Tx } from '../database/port/central-database';
import { refKey, type EntityRef } from '#shared/change/entity-ref';
import type { StoredChange } from '../database/port/changes';
import { placesOf } from './history-of';
import { concernsOf } from './offer';
import type { Addition } from './submission';

/** The additions that are lacking after these changes were stored; none for assets that were never moved. */
export async function following(tx: Tx, stored: readonly StoredChange[], now: number): Promise<Addition[]> {
  const assetIds = await movedAssetsOf(tx, stored);
  const additions: Addition[] = [];
  for (const assetId of assetIds) additions.push(...(await lackingOf(tx, assetId, now)));
  return additions;
}

/** The assets in more than one store, among those that these changes concern. */
async function movedAssetsOf(tx: Tx, stored: readonly StoredChange[]): Promise<Set<string>> {
  const refs = new Map(
    stored.flatMap(({ change }) => concernsOf(change)).map((ref): [string, EntityRef] => [refKey(ref), ref]),
  );
  const placements = await tx.changes.storesOwning([...refs.values()]);
  const moves = stored.flatMap(({ change }) => (change.kind === 'asset.move' ? [change.entityId] : []));
  const spread = [...refs].flatMap(([key, ref]) => ((placements.get(key)?.length ?? 0) > 1 ? [ref] : []));
  return new Set([...moves, ...(await assetsOf(tx, spread))]);
}

/** The assets that these entities belong to: a log names its asset, a file an asset or a log. */
export async function assetsOf(tx: Pick<Tx, 'changes'>, refs: readonly EntityRef[]): Promise<string[]> {
  const own = refs.flatMap(({ entity, id }) => (entity === 'asset' ? [id] : []));
  const others = refs.filter(({ entity }) => entity !== 'asset');
  if (others.length === 0) return own;
  const said = await tx.changes.changesOfEntities(others);
  const owners = said.flatMap(({ change }) => concernsOf(change).slice(1));
  return [...own, ...(await assetsOf(tx, owners))];
}

/** The parts of its moves and its history that the documents of an asset lack. */
export async function lackingOf(tx: Tx, assetId: string, now: number): Promise<Addition[]> {
  const history = await historyOf(tx, assetId);
  const moves = history.filter(({ change }) => change.kind === 'asset.move');
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
  const counted = new Set(counting.map(({ id }) => id));
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

/** All changes of the asset, its logs, and the files of both, by their time. */
async function historyOf(tx: Tx, assetId: string): Promise<Entry[]> {
  const { changes } = tx;
  const refs = await changes.historyOf(assetId);
  const placed = await placesOf(tx, await changes.changesOfEntities(refs));
  return placed.sort((a, b) => compareHlc(a.change.hlc, b.change.hlc));
}
