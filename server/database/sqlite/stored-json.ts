/**
 * Reads back values that a store kept. They were checked before they were stored, and nobody else writes there: so they are believed.
 * Only bytes of the log, which no other file can make again, are looked at for what a disk may have done to them; a text that is no JSON any
 * more is at least told from other errors.
 */
import { createDecoder, hasContent, readAny } from 'lib0/decoding';
import type { Change } from '#shared/change/change';
import type { EntityName, RowOf } from '#shared/domain/entities';
import { readOwnChange } from '../../own-bytes/own-change';
import { unreadable } from './log/unreadable';

export function readBody(body: Uint8Array): Change {
  const own = readOwnChange(body);
  if (own) return own;
  try {
    const decoder = createDecoder(body);
    const read: unknown = readAny(decoder);
    // a byte too many would spoil the message that it is sent in
    if (hasParts(read) && !hasContent(decoder)) return read;
  } catch {
    // not even a value
  }
  return unreadable(body);
}

/** The parts that everything asks of a change. */
const hasParts = (read: unknown): read is Change => {
  if (typeof read !== 'object' || read === null) return false;
  const { id, hlc, kind, entityId, patch, deviceId, userId } = read as Partial<Record<keyof Change, unknown>>;
  const texts = [id, hlc, kind, entityId, deviceId, userId];
  return texts.every((text) => typeof text === 'string') && typeof patch === 'object' && patch !== null;
};

/** The id of the change whose bytes these are. */
export const idOfBody = (body: Uint8Array): string => readBody(body).id;

/** What was stored as JSON is none any more. */
export class SpoiltText extends Error {}

export const readRow = <E extends EntityName>(json: string): RowOf<E> => readStored<RowOf<E>>(json);

export function readStored<T>(json: string): T {
  try {
    return JSON.parse(json) as T;
  } catch (cause) {
    throw new SpoiltText('a stored text is spoilt', { cause });
  }
}
