/**
 * Codes and names on the wire. A site holds one model of a code and one row of a name, and keeps those that it was sent until it hears
 * otherwise; it does not take its news in the order in which they were made. So a code or name belongs to the record that had it first,
 * and any other that has it now goes out with a mark behind it: its list, or its id. Pure.
 */
import type { EntityName } from '#shared/domain/entities';
import { bornRow, bornRows } from '../../reference-data/born/born';

/** A code or name that a record has, or once had. */
export interface SaidKey {
  entity: EntityName;
  id: string;
  value: string;
}

/** A record that goes out, with the code or name that it has now. */
export interface Marked extends SaidKey {
  /** the list that a model is from */
  list?: string;
}

/** The field by which a site tells the rows of a kind apart. */
export const keyFields: Readonly<Partial<Record<EntityName, 'name' | 'code'>>> = {
  assetClass: 'name',
  assetCategory: 'name',
  assetType: 'name',
  catalogueItem: 'code',
};

/** `scope`: the place within which a value belongs to one record; `out`: the id under which a record goes out. */
export function marksOf(
  records: readonly Marked[],
  before: readonly SaidKey[],
  { scope, out }: { scope: (key: SaidKey) => string; out: (id: string) => string },
): ReadonlyMap<string, { field: 'name' | 'code'; value: string }> {
  const holders = new Map<string, string>();
  const placeOf = (key: SaidKey): string => `${key.entity}\n${scope(key)}\n${key.value}`;
  const holderOf = (key: SaidKey): string | undefined => holders.get(placeOf(key));
  const hold = (key: SaidKey): boolean => {
    if (holderOf(key) === undefined) holders.set(placeOf(key), out(key.id));
    return holderOf(key) === out(key.id);
  };
  const sorted = [...records].sort(byRank);
  const lists = new Map(records.map(({ id, list }) => [out(id), list]));
  for (const key of [...bornKeys, ...before, ...sorted]) hold(key);
  const marks = new Map<string, { field: 'name' | 'code'; value: string }>();
  for (const one of sorted) {
    if (hold(one)) continue;
    const isOfAnother = one.list !== lists.get(holderOf(one) ?? '');
    const value = valuesOf(one, isOfAnother).find((other) => hold({ ...one, value: other }));
    const field = keyFields[one.entity];
    if (value !== undefined && field !== undefined) marks.set(one.id, { field, value });
  }
  return marks;
}

/** The values that a record may go out under, the best one first. */
const valuesOf = ({ id, value, list = '' }: Marked, isOfAnother: boolean): string[] =>
  [isOfAnother ? list : '', id.slice(0, 8), id].flatMap((mark) =>
    mark === '' ? [] : [`${value} (${mark})`],
  );

/** First the rows that sites are born with, then those made first (ids sort by their time). */
const byRank = (a: SaidKey, b: SaidKey): number =>
  Number(bornRow(b.id) !== undefined) - Number(bornRow(a.id) !== undefined) || (a.id < b.id ? -1 : 1);

const bornKeys = bornRows.flatMap(({ entity, id, patch }): SaidKey[] => {
  const field = keyFields[entity];
  return field === undefined ? [] : [{ entity, id, value: String(patch[field]) }];
});
