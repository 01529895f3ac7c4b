/** Reads back values that a store kept. They were checked before they were stored, and nobody else writes there: so they are believed. */
import { createDecoder, readAny } from 'lib0/decoding';
import type { Change } from '#shared/change/change';
import type { EntityName, RowOf } from '#shared/domain/entities';

export const readBody = (body: Uint8Array): Change => readAny(createDecoder(body)) as Change;

/** The id of the change whose bytes these are. */
export const idOfBody = (body: Uint8Array): string => readBody(body).id;

export const readRow = <E extends EntityName>(json: string): RowOf<E> => JSON.parse(json) as RowOf<E>;

export const readStored = <T>(json: string): T => JSON.parse(json) as T;
