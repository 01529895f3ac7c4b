/** One page of a pull: what a site does not have yet, in the order of the log, as it is now. */
import type { CentralDatabase } from '../../database/port/central-database';
import { isEntityName } from '#shared/domain/entities';
import type { LogEntry, V6Database } from '../../database/port/v6';
import { readAsset } from '../records/asset';
import { writeAnyRecord } from '../records/tables';
import type { KnownSite } from '../site/known-site';
import type { Action, SyncBatch, SyncRecord } from '../wire/answers';
import type { PullRequest } from '../wire/requests';

export interface PullParts {
  database: Pick<CentralDatabase, 'rows'>;
  v6: V6Database;
  catchUp: () => Promise<void>;
}

export async function pull(
  { database, v6, catchUp }: PullParts,
  { v6: site, storeIds }: KnownSite,
  { cursor: asked, batchSize, isInitialised }: Pick<PullRequest, 'cursor' | 'batchSize' | 'isInitialised'>,
): Promise<SyncBatch> {
  const { siteId } = site;
  await catchUp();
  // a cursor that was never given here is another central server's: the site begins anew
  const cursor = asked > (await v6.log.given(siteId)) ? 0 : asked;
  await v6.log.serve(siteId, storeIds, cursor);
  const page = await v6.log.page({ siteId, storeIds, cursor, limit: batchSize, withOwn: !isInitialised });
  const records = (await Promise.all(page.entries.map((entry) => toRecord(database, entry, cursor)))).flat();
  await v6.bases.page(siteId, cursor, records.flatMap(assetSent));
  const end_cursor = page.entries.at(-1)?.cursor ?? Math.max(cursor, page.newest);
  await v6.log.give(siteId, end_cursor);
  return {
    end_cursor,
    total_records: page.total,
    records,
    is_last_batch: page.total <= batchSize,
  };
}

/** None while only edits of an entity have arrived. */
async function toRecord(
  { rows }: PullParts['database'],
  entry: LogEntry,
  asked: number,
): Promise<SyncRecord[]> {
  const { entity, id, table, cursor } = entry;
  const row = isEntityName(entity) ? await rows.row(entity, id) : undefined;
  const outgoing = row && isEntityName(entity) ? writeAnyRecord(entity, table, row) : undefined;
  if (!outgoing) return [];
  const { tableName, recordId, isDeleted, data: recordData } = outgoing;
  const action: Action = isDeleted ? 'Delete' : entry.firstCursor > asked ? 'Insert' : 'Update';
  return [{ cursor, record: { tableName, recordId, action, recordData } }];
}

function assetSent({ cursor, record }: SyncRecord) {
  if (record.tableName !== 'asset') return [];
  const said = readAsset(record.recordData);
  return said.ok ? [{ assetId: record.recordId, fields: said.value.fields, cursor }] : [];
}
