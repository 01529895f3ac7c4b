/** The two records of a merge: one stays, the other goes. */
import type { InboxRow } from '../../database/port/v6';

interface MergeIds {
  stays: string;
  goes: string;
}

export function mergeIdsOf({ action, data }: InboxRow): MergeIds | undefined {
  if (action !== 'Merge') return undefined;
  const stays = data?.['mergeIdToKeep'] ?? data?.['merge_id_to_keep'];
  const goes = data?.['mergeIdToDelete'] ?? data?.['merge_id_to_delete'];
  return typeof stays === 'string' && typeof goes === 'string' && stays !== goes
    ? { stays, goes }
    : undefined;
}
