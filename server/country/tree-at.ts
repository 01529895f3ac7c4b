/** The regions as they stood at a moment, so that the report of a past year adds up as it did then. */
import type { Change } from '#shared/change/change';
import { foldEntity } from '#shared/change/fold';
import { hlcTime } from '#shared/change/hlc';
import { rowOf } from '#shared/change/row';
import type { Region } from '#shared/domain/country';

/** `changes` of regions, in any order; `at` in milliseconds. Regions that were made later, or were removed by then, are left out. */
export function regionsAt(changes: readonly Change[], at: number): Region[] {
  const said = new Map<string, Change[]>();
  for (const change of changes)
    if (hlcTime(change.hlc) <= at) said.set(change.entityId, [...(said.get(change.entityId) ?? []), change]);
  return [...said].flatMap(([id, own]) => {
    const fold = foldEntity('region', own);
    const row = fold && rowOf('region', id, fold);
    return row && row.deletedAt === undefined ? [row] : [];
  });
}
