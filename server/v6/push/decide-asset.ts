/** Second step with a pushed asset: decides the consequences of its record, beside the knowledge of central. Pure. */
import type { Change } from '#shared/change/change';
import { foldEntity, writesOf } from '#shared/change/fold';
import { hlcTime } from '#shared/change/hlc';
import { equalJson, type Json } from '#shared/json';
import type { BaseFields } from '../../database/port/v6';
import type { Fields, Said } from '../door';
import { baseOf, completed, differing, settled, withoutBlanks } from './difference';
import { homeOf, isWritable, kept, notYours, type Known, type KeptPlan } from './plan';

export type SaidOfAsset = ({ says: 'record' } & Said) | { says: 'removal'; at: number };

/** The change that central is to write for the site. */
export interface Intent {
  verb: 'create' | 'edit' | 'remove';
  /** the store in whose documents the change is written */
  storeId: string;
  at: number;
  /** fields that are new; empty: nothing */
  news: Fields;
  /** the fields of the record, to be compared with the outcome at central */
  said: Fields;
  /** the fields that the site had, where they are known */
  had?: BaseFields;
  /** the fields that the site has from now on */
  has?: BaseFields;
  /** the store to which the asset was moved, by the record */
  movesTo?: string;
  /** fields that are taken for old values, at a time before those that stand: they show beside them, and are written over by none unseen */
  former?: { fields: Fields; at: number };
}

export function decideAsset(said: SaidOfAsset, known: Known): Intent | KeptPlan {
  if (said.says === 'removal') return decideRemoval(said.at, known);
  return known.asset ? decideEdit(said, known) : decideNew(said, known);
}

function decideNew({ fields, at }: Said, known: Known): Intent | KeptPlan {
  const [only, ...others] = known.storeIds;
  const storeId = fields['storeId'] ?? (others.length === 0 ? only : undefined);
  if (typeof storeId !== 'string') return kept('store-not-here', 'It names none of the stores of the site.');
  if (!isWritable(storeId, known)) return notYours(known.recordId);
  const has = { ...settled(fields), storeId };
  return { verb: 'create', storeId, at, news: withoutBlanks(fields), said: fields, has };
}

function decideEdit({ fields, at }: Said, known: Known): Intent | KeptPlan {
  const storeId = homeOf(known);
  if (storeId === undefined) return notYours(known.recordId);
  const had = baseOf(known.base ?? {}, fields);
  // of a site of which nothing is known, every difference counts as its edit: time decides
  const base = had ?? settled(known.assetFields);
  const said = completed(fields, base);
  const differs = differing(said, base);
  const old = had ? [] : formerIn(differs, known.changes);
  const news = Object.fromEntries(Object.entries(differs).filter(([field]) => !old.includes(field)));
  const former = unseenOf(pick(differs, old), known.changes, at);
  const movesTo = moveIn(fields, base, known);
  return {
    ...{ verb: isRemoval(news) ? 'remove' : 'edit', storeId, at, news, said, has: { ...base, ...said } },
    ...(had && { had }),
    ...(movesTo !== undefined && { movesTo }),
    ...(former && { former }),
  };
}

function decideRemoval(at: number, known: Known): Intent | KeptPlan {
  const { asset, recordId } = known;
  if (!asset) return kept('unknown-asset', 'There is no such asset to be removed.', recordId);
  const storeId = homeOf(known);
  if (storeId === undefined) return notYours(recordId);
  const said = { deletedAt: asset.deletedAt ?? new Date(at).toISOString() };
  return { verb: 'remove', storeId, at, news: asset.deletedAt === undefined ? said : {}, said };
}

/**
 * Of a site of which nothing is known, a value that stood here before and was written over is an old one that the site still has, and no
 * edit of it. Returns the fields.
 */
function formerIn(said: Fields, changes: readonly Change[]): string[] {
  const writes = changes.flatMap((change) => writesOf(change));
  const creation = changes.find(({ kind }) => kind === 'asset.create');
  const begun = new Set(creation ? writesOf(creation).map(([field]) => field) : []);
  const stood = (field: string, value: Json): boolean =>
    isBlank(value)
      ? creation !== undefined && !begun.has(field)
      : writes.some(([one, before]) => one === field && equalJson(before, value));
  return Object.keys(said).filter((field) => stood(field, said[field] ?? null));
}

/**
 * An old value may be an edit all the same. It is said just before the one that stands, whose author has not seen it: an open conflict
 * (rule F2), which people see. A site brings no removal back, so that its lack says nothing.
 */
function unseenOf(old: Fields, changes: readonly Change[], at: number): Intent['former'] {
  const folded = foldEntity('asset', changes)?.fields;
  const unseen = Object.entries(old).flatMap(([field, value]) => {
    const { winner, open = [] } = folded?.get(field) ?? {};
    const shows = [winner, ...open].some((write) => write && equalJson(write.value, value));
    return !winner || shows || field === 'deletedAt' ? [] : [{ field, before: hlcTime(winner.hlc) }];
  });
  if (unseen.length === 0) return undefined;
  const fields = unseen.map(({ field }) => field);
  return { fields: pick(old, fields), at: Math.min(at, ...unseen.map(({ before }) => before - 1)) };
}

const pick = (said: Fields, fields: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(said).filter(([field]) => fields.includes(field)));

const isBlank = (value: Json): boolean =>
  value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0);

/** A store that the site names now and did not have before. */
function moveIn({ storeId }: Fields, base: BaseFields, { asset, isStore }: Known): string | undefined {
  const isSaid = typeof storeId === 'string' && storeId !== (base['storeId'] ?? asset?.storeId);
  return isSaid && storeId !== asset?.storeId && isStore(storeId) ? storeId : undefined;
}

const isRemoval = (news: Fields): boolean =>
  typeof news['deletedAt'] === 'string' && Object.keys(news).length === 1;
