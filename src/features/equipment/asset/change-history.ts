/** The history of an asset: each change, newest first, with the values of its fields before and after it. */
import { timeOf, writesOf } from '#shared/change/fold';
import { compareHlc } from '#shared/change/hlc';
import { parseKind } from '#shared/domain/entities';
import { equalJson, type Json } from '#shared/json';
import type { ChangeRecord } from '../../../replica/records';

interface FieldChange {
  field: string;
  before: Json;
  after: Json;
}

export interface HistoryEntry {
  id: string;
  /** instant */
  at: string;
  userId: string;
  deviceId: string;
  did: 'created' | 'edited' | 'removed' | 'restored' | 'moved' | 'merged' | 'separated' | 'other';
  fields: FieldChange[];
  /** the code with which central refused it */
  refused?: string;
}

/** Refused changes say nothing of the present values, so they are no "before" of later ones. */
export function historyEntries(records: readonly ChangeRecord[]): HistoryEntry[] {
  const known = new Map<string, Json>();
  return [...records]
    .sort((a, b) => compareHlc(a.change.hlc, b.change.hlc) || compareHlc(a.id, b.id))
    .map((record) => entryOf(record, known))
    .filter(({ fields, did }) => fields.length > 0 || did !== 'edited')
    .reverse();
}

function entryOf({ id, change, refused }: ChangeRecord, known: Map<string, Json>): HistoryEntry {
  const fields: FieldChange[] = [];
  for (const [field, after] of writesOf(change)) {
    const before = known.get(field) ?? null;
    if (!equalJson(before, after) && !isSilent(field, after)) fields.push({ field, before, after });
    if (refused === undefined) known.set(field, after);
  }
  const { userId, deviceId } = change;
  const entry = {
    id,
    at: timeOf(change.hlc),
    userId,
    deviceId,
    did: whatWasDone(change.kind, fields),
    fields,
  };
  const shown = fields.filter(({ field }) => field !== 'deletedAt');
  return { ...entry, fields: shown, ...(refused && { refused: refused.code }) };
}

/** True for a value that a form writes by itself, without anybody having meant it. */
const isSilent = (field: string, after: Json): boolean =>
  field === 'storeId' ||
  (field === 'lockedFields' && Array.isArray(after) && after.length === 0) ||
  field === 'createdAt' ||
  (field === 'needsReplacement' && after === false);

function whatWasDone(kind: string, fields: readonly FieldChange[]): HistoryEntry['did'] {
  const verb = parseKind(kind)?.verb;
  if (verb === 'create') return 'created';
  if (verb === 'remove') return 'removed';
  if (verb === 'move') return 'moved';
  if (verb === 'merge') return 'merged';
  if (verb !== 'edit') return 'other';
  if (fields.some(({ field, after }) => field === 'mergedInto' && after === null)) return 'separated';
  const removal = fields.find(({ field }) => field === 'deletedAt');
  if (!removal) return 'edited';
  return removal.after === null ? 'restored' : 'removed';
}
