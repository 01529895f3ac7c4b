/** Changes that central authors itself (POST /api/changes, tools, V6): judged like any other, stored under central's own client id. */
import { checkChange } from '#shared/change/check';
import { encodeBody } from '#shared/change/codec/struct';
import { equalJson, type Json } from '#shared/json';
import { limits } from '#shared/protocol/limits';
import type { RefusalCode } from '#shared/protocol/error-codes';
import type { Issue } from '#shared/result';
import type { StoredChange } from '../database/port/changes';
import type { Refused } from './judge';
import type { Candidate } from './offer';

/** A value as a struct of central's own; its clock is known when it is judged. */
export type Unclocked = Omit<Extract<Candidate, { type: 'change' }>, 'clock'>;

export function toUnclocked(values: readonly unknown[], document: string, client: number): Unclocked[] {
  return values.map((value) => {
    const checked = checkChange(value, document);
    const body = checked.ok ? encodeBody(checked.value) : new Uint8Array();
    const key = checked.ok ? checked.value.id : idOf(value);
    return { type: 'change', client, key, value, bytes: body.length, body, checked };
  });
}

export const idOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
    ? value.id.slice(0, limits.idLength)
    : '';

/** The values with the `userId` of the caller, whomever they name. A change that is stored already stays as it was written. */
export function signed(
  values: readonly unknown[],
  userId: string,
  known: readonly StoredChange[],
): readonly unknown[] {
  const stored = new Map(known.map(({ change }) => [change.id, change]));
  return values.map((value) => {
    if (typeof value !== 'object' || value === null || !('userId' in value)) return value;
    const before = stored.get(idOf(value));
    return before && equalJson(before as unknown as Json, value as Json) ? value : { ...value, userId };
  });
}

/** Leaves out changes that stand in the document already with the same content: a call that is made twice stores once. */
export function withoutRepeats(
  structs: readonly Unclocked[],
  document: string,
  known: readonly StoredChange[],
): Unclocked[] {
  const here = new Map(
    known.filter((stored) => stored.document === document).map(({ change }) => [change.id, change]),
  );
  return structs.filter(({ value }) => {
    const before = here.get(idOf(value));
    return !before || !equalJson(before as unknown as Json, value as Json);
  });
}

/** The reason why a change was not authored. */
export const toIssue = ({ code, field, changeIds: [changeId] }: Refused): Issue<RefusalCode> => ({
  code,
  ...(field !== undefined && { field }),
  ...(changeId !== undefined && { data: { changeId } }),
});
