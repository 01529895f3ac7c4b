/** Finds the asset of this site that a scanned text means: one of our own labels, a GS1 label, or simply a number that it bears. */
import { readLabel, type Label } from '#shared/domain/label/label';
import { labelledIds } from '#shared/domain/label/label-keys';
import { readBareId, readOwnLabel } from '#shared/domain/label/own-label';
import { sentText } from '#shared/domain/label/sent-text';
import type { Issue } from '#shared/result';
import { codeKey } from '#shared/text-folding';
import { readAssets } from '../replica/assets-of-stores';
import type { ReplicaDatabase } from '../replica/database';
import type { AssetRow } from '../replica/records';
import { isSameMake, type Makes } from './same-make';

export type Found =
  | { kind: 'asset'; asset: AssetRow }
  /** a number that several assets bear, or several codes in one picture */
  | { kind: 'several'; assets: AssetRow[] }
  /** a label that may be of these: their number is on it, and nothing says that they are of its maker */
  | { kind: 'perhaps'; assets: AssetRow[]; label: Label; text: string }
  /** a label of equipment that nobody here has registered */
  | { kind: 'new'; label: Label; text: string }
  /** a label that names an asset which this device does not have */
  | { kind: 'not-here' }
  /** no label that we know */
  | { kind: 'unknown'; issue: Issue };

export interface Among {
  assets: readonly AssetRow[];
  storeIds: readonly string[];
  makes: Makes;
  /** central's time, milliseconds */
  now: number;
}

export interface Where {
  db: ReplicaDatabase;
  storeIds: readonly string[];
  now: number;
}

export async function findAsset(scanned: readonly string[], { db, storeIds, now }: Where): Promise<Found> {
  const [assets, items] = await Promise.all([readAssets(db, storeIds), db.catalogueItems.toArray()]);
  return matchScans(scanned, { assets, storeIds, now, makes: new Map(items.map((item) => [item.id, item])) });
}

/** The findings by weight, the heaviest first: where one picture shows several codes, the one that means something wins. */
const weight = ['asset', 'several', 'perhaps', 'new', 'not-here', 'unknown'] as const;

/** All codes of one picture. Two of two pieces are a question, never a guess. */
export function matchScans(scanned: readonly string[], among: Among): Found {
  const found = scanned.map((text) => matchScan(text, among));
  // several meanings of one text stay a question, also where only one piece fits
  if (found.length === 1 && found[0]) return found[0];
  const best = weight.flatMap((kind) => found.filter((one) => one.kind === kind));
  const pieces = found.flatMap((one) =>
    one.kind === 'asset' ? [one.asset] : one.kind === 'several' ? one.assets : [],
  );
  const [first] = best;
  if (!first) return unknown({ code: 'label-empty' });
  return pieces.length > 0 ? (chosen([...new Set(pieces)]) ?? first) : first;
}

/** One text. Removed assets are found by their label only: a plate may bear a removed one's number. */
export function matchScan(scanned: string, among: Among): Found {
  const id = readOwnLabel(scanned) ?? readBareId(scanned);
  const named = byId(id ?? scanned.trim(), among.assets);
  if (named) return { kind: 'asset', asset: named };
  const { text, kind } = sentText(scanned);
  const numbered = kind === 'gs1' ? undefined : byNumber(text, among.assets);
  if (numbered) return numbered;
  if (id !== undefined) return { kind: 'not-here' };
  if (kind === 'product') return unknown({ code: 'label-product-only' });
  return ofText(text, kind === 'plain', among);
}

/** `isPlain`: it does not begin like a label. One may begin with any of its values; the check digit of a GTIN tells it from a number. */
function ofText(text: string, isPlain: boolean, among: Among): Found {
  const read = readLabel(text, among.now);
  if (isPlain && !(read.ok && read.value.gtin !== undefined))
    return byParts(text, among) ?? unknown({ code: 'label-not-gs1' });
  return read.ok ? ofLabel(read.value, text, among) : unknown(read.issues[0]);
}

const unknown = (issue: Issue = { code: 'label-not-gs1' }): Found => ({ kind: 'unknown', issue });

function byId(id: string, assets: readonly AssetRow[]): AssetRow | undefined {
  return (
    assets.find((asset) => asset.id === id) ??
    (readBareId(id) === undefined ? undefined : assets.find((asset) => asset.id === id.toLowerCase()))
  );
}

/** Beyond doubt only by an id that the label made, or by serial number and make together. */
function ofLabel(label: Label, text: string, { assets, storeIds, makes }: Among): Found {
  const ids = labelledIds(label, storeIds);
  const made = assets.find(({ id }) => ids.has(id));
  if (made) return { kind: 'asset', asset: made };
  const kept = assets.filter(isKept);
  const alike = kept.filter((asset) => isSame(asset.serialNumber, label.serialNumber));
  const sure = chosen(alike.filter((asset) => isSameMake(asset, label, makes)));
  if (sure && !label.otherwise) return sure;
  const otherwise = (label.otherwise ?? []).flatMap((reading) => {
    const otherIds = labelledIds(reading, storeIds);
    return kept.filter(
      ({ id, serialNumber }) => otherIds.has(id) || isSame(serialNumber, reading.serialNumber),
    );
  });
  const perhaps = [...new Set([...alike, ...otherwise])];
  return perhaps.length > 0
    ? { kind: 'perhaps', assets: perhaps, label, text }
    : { kind: 'new', label, text };
}

function byNumber(text: string, assets: readonly AssetRow[]): Found | undefined {
  const kept = assets.filter(isKept);
  return (
    chosen(kept.filter(({ assetNumber }) => isSame(assetNumber, text))) ??
    chosen(kept.filter(({ serialNumber }) => isSame(serialNumber, text))) ??
    // one that was removed opens too: its page says so, and brings it back
    chosen(assets.filter(({ assetNumber }) => isSame(assetNumber, text))) ??
    chosen(assets.filter(({ serialNumber }) => isSame(serialNumber, text)))
  );
}

/** A text that a person reads aloud is often a part: of a number, or the model. It is a question, never a guess. */
const LEAST_PART = 3;
const MOST_FOUND = 20;

function byParts(text: string, { assets, makes }: Among): Found | undefined {
  const part = codeKey(text);
  if (part.length < LEAST_PART) return undefined;
  const has = (known: string | undefined): boolean => known !== undefined && codeKey(known).includes(part);
  const kept = assets.filter(isKept);
  const numbered = kept.filter(({ assetNumber, serialNumber }) => has(assetNumber) || has(serialNumber));
  const found = numbered.length > 0 ? numbered : kept.filter((asset) => has(modelOf(asset, makes)));
  return found.length > 0 ? { kind: 'several', assets: found.slice(0, MOST_FOUND) } : undefined;
}

const modelOf = ({ catalogueItemId, manufacturer, model }: AssetRow, makes: Makes): string => {
  const item = catalogueItemId === undefined ? undefined : makes.get(catalogueItemId);
  return [item?.manufacturer ?? manufacturer, item?.model ?? model].filter(Boolean).join(' ');
};

function chosen(assets: AssetRow[]): Found | undefined {
  const [asset, ...others] = assets;
  if (!asset) return undefined;
  return others.length > 0 ? { kind: 'several', assets } : { kind: 'asset', asset };
}

const isKept = ({ deletedAt }: AssetRow): boolean => deletedAt === undefined;

const isSame = (known: string | undefined, text: string | undefined): boolean =>
  known !== undefined && text !== undefined && text.trim() !== '' && codeKey(known) === codeKey(text);
