/** After authoring: rows leave or are kept, and where central made something else of it, that goes back to the site. */
import type { AnyRow } from '#shared/domain/entities';
import type { MoveAsset } from '../../fleet/move-asset';
import type { CentralDatabase } from '../../database/port/central-database';
import type { InboxRow, RecordPlace, V6Database } from '../../database/port/v6';
import type { Fields } from '../records/fields';
import { entityOf, isPushedTable, readRecord, writeAnyRecord, type PushedTable } from '../records/tables';
import { readSiteVersion, type SiteVersion } from '../wire/site-version';
import { deviceOf, moveIdOf } from './change-of';
import { isAllKnown } from './difference';
import type { Plan } from './plan';

export interface Planned {
  row: InboxRow;
  plan: Plan;
}

interface SettleParts {
  database: Pick<CentralDatabase, 'rows' | 'registry'>;
  v6: V6Database;
  catchUp: () => Promise<void>;
  move: MoveAsset;
}

export async function settle(parts: SettleParts, siteId: string, planned: readonly Planned[]): Promise<void> {
  const by = { deviceId: deviceOf(siteId), userId: deviceOf(siteId) };
  for (const { row, plan } of planned)
    if (plan.type === 'said' && plan.movesTo !== undefined)
      await parts.move({ assetId: row.recordId, storeId: plan.movesTo, by, changeId: moveIdOf(row) });
  await parts.catchUp();
  await compare(parts, siteId, planned);
  await parts.v6.inbox.finish(
    planned.map(({ row, plan }) =>
      plan.type === 'kept' ? { row, kept: plan.kept } : { row, ...(plan.base && { base: plan.base }) },
    ),
  );
}

/** A record that central has as the site sent it does not go back to the site; every other one does. */
async function compare(
  { database, v6 }: SettleParts,
  siteId: string,
  planned: readonly Planned[],
): Promise<void> {
  const stores = (await database.registry.sites.get(siteId))?.stores.map(({ id }) => id) ?? [];
  const version = readSiteVersion((await v6.sites.get(siteId))?.appVersion);
  const had: (RecordPlace & { cursor: number })[] = [];
  const again: RecordPlace[] = [];
  for (const { row, plan } of planned) {
    const { table, recordId } = row;
    if (!isPushedTable(table)) continue;
    const places = stores.map((storeId) => ({ storeId, table, recordId }));
    // the cursors are read before the row: a change in between makes it news
    const cursors = await v6.log.cursors(places);
    const isSame =
      plan.type === 'said' && (await isSaid(database, { table, recordId, said: plan.said, version }));
    places.forEach((place, index) => {
      const cursor = cursors[index];
      if (cursor === undefined) return;
      if (isSame) had.push({ ...place, cursor });
      else if (plan.type === 'kept' || plan.changes.length === 0) again.push(place);
    });
  }
  if (had.length > 0) await v6.log.hadBy(siteId, had);
  if (again.length > 0) await v6.log.again(again);
}

interface Saying {
  table: PushedTable;
  recordId: string;
  said: Fields;
  version: SiteVersion;
}

async function isSaid(
  database: SettleParts['database'],
  { table, recordId, said, version }: Saying,
): Promise<boolean> {
  const row: AnyRow | undefined = await database.rows.row(entityOf(table), recordId);
  const record = row && writeAnyRecord(entityOf(table), table, row, version);
  const now = record && readRecord(table, record.data);
  return now?.ok === true && isAllKnown(said, now.value.fields);
}
