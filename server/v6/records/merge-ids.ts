/** The ids in the record of a merge; undefined where it does not name two. */
import type { JsonObject } from '#shared/json';
import type { MergeIds } from '../door';

export function mergeIdsOf(data: JsonObject | null): MergeIds | undefined {
  const stays = data?.['mergeIdToKeep'] ?? data?.['merge_id_to_keep'];
  const goes = data?.['mergeIdToDelete'] ?? data?.['merge_id_to_delete'];
  return typeof stays === 'string' && typeof goes === 'string' && stays !== goes
    ? { stays, goes }
    : undefined;
}
