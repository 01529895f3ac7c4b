/**
 * The reasons why a site cannot hold a record, or some value of it. Its program would drop such a record without a word, and all that
 * names it. So it is left out, or sent without that value, and staff are told. Pure.
 */
import type { AnyRow } from '#shared/domain/entities';
import type { Gap, Outgoing, Writing } from '../door';
import { isFrom } from '../wire/site-version';
import { isItemThere } from './pack-variant';

/** The reason why a row is not sent at all. `isWritten`: the site's version has a record for it. */
export function gapOf(row: AnyRow, { version, has }: Writing, isWritten: boolean): Gap | undefined {
  if ('packSize' in row) {
    if (!isItemThere(row.itemId, version, has)) return 'no-item';
    return !isWritten && !isFrom(1, version) ? 'part-pack' : undefined;
  }
  return 'commentsRequired' in row && !isWritten ? 'old-reason' : undefined;
}

/** `lost`: fields of the wire that name what the site has not. */
export const gapsIn = (table: string, lost: readonly string[]): Gap[] => {
  if (lost.length === 0) return [];
  return table === 'asset' ? ['no-central-data'] : table === 'asset_log' ? ['no-reason'] : [];
};

export const gapsOfLog = (row: AnyRow, { data }: Outgoing): Gap[] =>
  'functionalStatus' in row && 'loggedAt' in row && row.functionalStatus !== (data['status'] ?? undefined)
    ? ['old-status']
    : [];

const DONOR = 'donor_name_id';

/** Names come to sites from mSupply central; without it a site has only those that it brought itself. */
export function donorAtSite(record: Outgoing, { version, has }: Writing): { record: Outgoing; gaps: Gap[] } {
  const donor = record.data[DONOR];
  if (version.isAlone !== true || typeof donor !== 'string' || has.has(donor)) return { record, gaps: [] };
  return { record: { ...record, data: { ...record.data, [DONOR]: null } }, gaps: ['no-donor'] };
}
