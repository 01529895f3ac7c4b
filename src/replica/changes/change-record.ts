/** The record of a change on this device: its making, the entities that it touches, and the positions that are noted in it. */
import type { Change } from '#shared/change/change';
import { samePosition, type Position } from '#shared/change/position';
import { parseKind } from '#shared/domain/entities';
import type { ChangeRecord, OutboxEntry } from '../records';
import { keyOf, type EntityKey } from './entity-key';

type Where = Partial<Pick<ChangeRecord, 'storeId' | 'documents' | 'places'>>;

export function recordOf(change: Change, { storeId, documents = [], places = [] }: Where): ChangeRecord {
  const { id, entityId } = change;
  const entity = parseKind(change.kind)?.entity ?? '';
  return { id, change, entity, entityId, ...(storeId !== undefined && { storeId }), documents, places };
}

export const touched = ({ entity, entityId }: ChangeRecord): EntityKey[] =>
  entity === '' ? [] : [{ entity, entityId }];

/** Noting the same position again changes nothing. */
export function withPosition(record: ChangeRecord, position: Position): ChangeRecord {
  const { documents, places } = record;
  if (places.some((other) => samePosition(other, position))) return record;
  const isNew = !documents.includes(position.document);
  return {
    ...record,
    documents: isNew ? [...documents, position.document] : documents,
    places: [...places, position],
  };
}

export function withoutPositions(
  record: ChangeRecord,
  isDropped: (position: Position) => boolean,
): ChangeRecord {
  const places = record.places.filter((place) => !isDropped(place));
  return { ...record, places, documents: [...new Set(places.map((place) => place.document))] };
}

/** The outbox entry of a change that central has yet to store. */
export function owed({ id, change, entity, entityId, storeId }: ChangeRecord, at: number): OutboxEntry {
  const { hlc, kind } = change;
  const where = storeId !== undefined && { storeId };
  return { changeId: id, hlc, kind, entity, entityId, ...where, state: 'saved', at };
}

/** By `keyOf`; a change of no entity that this app knows is left out. */
export const byEntity = (records: readonly ChangeRecord[]): Map<string, ChangeRecord[]> => {
  const found = new Map<string, ChangeRecord[]>();
  for (const record of records)
    for (const key of touched(record).map(keyOf)) {
      const known = found.get(key);
      if (known) known.push(record);
      else found.set(key, [record]);
    }
  return found;
};
