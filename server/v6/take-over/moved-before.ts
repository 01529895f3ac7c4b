/**
 * Equipment that had moved on the old server. That gave each status to the site that had the equipment when it was written, and to no other;
 * its own log of changes holds in which store that was. The site that has the equipment now gets the statuses with its next pull. (It has the
 * references of all files: every site got these.)
 */
import type { V6 } from '../v6';
import { textIn, type OldCentral } from './old-central';
import type { Owners } from './owners';

const TABLE = 'asset_log';
/** Records that are sent together. */
const STEP = 500;

/** Returns the number of these statuses. */
export async function sendMovedBefore(
  { database: { log } }: V6,
  old: OldCentral,
  owners: Owners,
): Promise<number> {
  const lacking = [...(await lackingIn(old, owners))];
  for (let from = 0; from < lacking.length; from += STEP) {
    const some = lacking.slice(from, from + STEP);
    await log.again(some.map(([recordId, storeId]) => ({ storeId, table: TABLE, recordId })));
  }
  return lacking.length;
}

/** Status → the store where its equipment is now, of those that were written while it was at another site. */
async function lackingIn(old: OldCentral, owners: Owners): Promise<ReadonlyMap<string, string>> {
  const lacking = new Map<string, string>();
  for await (const change of old.rows('changelog', { column: 'table_name', is: TABLE })) {
    const [recordId, storeThen] = [textIn(change['record_id']), textIn(change['store_id'])];
    const record = recordId === undefined ? undefined : await old.row(TABLE, recordId);
    const storeNow = record && (await owners.storeOf(TABLE, record));
    if (recordId === undefined || storeThen === undefined || storeNow === undefined) continue;
    if (owners.areOfOneSite(storeThen, storeNow)) lacking.delete(recordId);
    else if (owners.siteOf(storeNow) !== undefined) lacking.set(recordId, storeNow);
  }
  return lacking;
}
