/** A pushed asset: made, edited, moved or removed. */
import { storeDocument } from '#shared/change/documents';
import type { Asset } from '#shared/domain/asset';
import type { BaseFields, InboxRow } from '../../database/port/v6';
import type { Fields } from '../records/fields';
import type { Said } from '../records/record';
import { readAsset, writeAsset } from '../records/asset';
import { changeIdOf, changeOf, moveIdOf } from './change-of';
import { baseOf, completed, differing, toPatch, withoutBlanks } from './difference';
import { planMerge } from './plan-merge';
import { homeOf, isWritable, kept, keptFor, notYours, type Known, type Plan } from './plan';

export function planAsset(row: InboxRow, known: Known): Plan {
  if (row.action === 'Delete') return planRemoval(row, known);
  if (row.action === 'Merge') return planMerge(row, known);
  const said = readAsset(row.data ?? {});
  if (!said.ok) return keptFor(said.issues[0]);
  return known.asset ? planEdit(row, said.value, known) : planNew(row, said.value, known);
}

function planNew(row: InboxRow, { fields, at }: Said, known: Known): Plan {
  const [only, ...others] = known.storeIds;
  const storeId = fields['storeId'] ?? (others.length === 0 ? only : undefined);
  if (typeof storeId !== 'string') return kept('store-not-here', 'It names none of the stores of the site.');
  if (!isWritable(storeId, known)) return notYours;
  const patch = toPatch(withoutBlanks(fields));
  const change = changeOf(row, { kind: 'asset.create', entityId: row.recordId, patch, at }, known.changes);
  return {
    type: 'said',
    changes: [{ document: storeDocument(storeId, known.year), change }],
    said: fields,
    base: toBase(row, { ...fields, storeId }, fields, known),
  };
}

function planEdit(row: InboxRow, { fields, at }: Said, known: Known): Plan {
  const home = homeOf(known);
  if (home === undefined || !known.asset) return notYours;
  const had = baseOf(known.base ?? {}, fields);
  // of a site of which nothing is known, what central has otherwise counts as said: time decides
  const base = had ?? fieldsNow(known.asset);
  const full = completed(fields, base, known.base?.said ?? []);
  const news = differing(full, base);
  const isRepeated = known.changes.some(({ id }) => id === changeIdOf(row));
  const saying = { kind: kindOf(news), entityId: row.recordId, patch: toPatch(news), at };
  const isNews = Object.keys(news).length > 0 && !isRepeated;
  const isMoved = known.changes.some(({ id }) => id === moveIdOf(row));
  const movesTo = isMoved ? undefined : moveIn(fields, base, known);
  return {
    type: 'said',
    changes: isNews
      ? [{ document: storeDocument(home, known.year), change: changeOf(row, saying, known.changes, had) }]
      : [],
    said: full,
    base: toBase(row, { ...base, ...full }, fields, known),
    ...(movesTo !== undefined && { movesTo }),
  };
}

/** An asset as a site would say it. */
export function fieldsNow(asset: Asset): Fields {
  const said = readAsset(writeAsset(asset).data);
  return said.ok ? said.value.fields : {};
}

/** A store that the site says and did not have before. */
function moveIn({ storeId }: Fields, base: BaseFields, { asset, isStore }: Known): string | undefined {
  const isSaid = typeof storeId === 'string' && storeId !== (base['storeId'] ?? asset?.storeId);
  return isSaid && storeId !== asset?.storeId && isStore(storeId) ? storeId : undefined;
}

const kindOf = (news: Fields): string =>
  typeof news['deletedAt'] === 'string' && Object.keys(news).length === 1 ? 'asset.remove' : 'asset.edit';

function planRemoval(row: InboxRow, known: Known): Plan {
  if (!known.asset) return kept('unknown-asset', 'There is no such asset to be removed.', row.recordId);
  const home = homeOf(known);
  if (home === undefined) return notYours;
  const said = { deletedAt: known.asset.deletedAt ?? row.receivedAt };
  if (known.asset.deletedAt !== undefined) return { type: 'said', changes: [], said };
  const saying = {
    kind: 'asset.remove',
    entityId: row.recordId,
    patch: said,
    at: Date.parse(row.receivedAt),
  };
  const change = changeOf(row, saying, known.changes);
  return { type: 'said', changes: [{ document: storeDocument(home, known.year), change }], said };
}

function toBase(row: InboxRow, fields: Fields, said: Fields, known: Known) {
  const before = known.base?.said ?? [];
  return {
    assetId: row.recordId,
    fields,
    said: [...new Set([...before, ...Object.keys(withoutBlanks(said))])],
  };
}
