/** One page of a pull: the records that a site does not have yet, in the order of the log, as they are now. */
import { isEntityName, type AnyRow, type EntityName } from '#shared/domain/entities';
import type { CentralDatabase } from '../../database/port/central-database';
import { RowsBehind, type RowReader } from '../../database/port/rows';
import { MEMORY } from '../../database/port/v6-memory';
import type { Base, LogEntry, V6Database } from '../../database/port/v6';
import { servedFrom, type Pulls } from '../../database/port/v6-pulls';
import { isAllKnown, settled } from '../push/difference';
import type { Door, Fields, SiteVersion, Translation } from '../door';
import type { FileStore } from '../../files/file-store';
import { isFileThere } from './file-there';
import type { Page, Reader, SentRecord } from './page';
import { rememberedRecord } from './remembered';

interface PullParts {
  database: Pick<CentralDatabase, 'rows' | 'following' | 'registry'>;
  files: Pick<FileStore, 'has'>;
  v6: V6Database;
  door: Door;
  catchUp: () => Promise<void>;
}

/** The longest wait of a site for the rows that its records are made of, milliseconds. */
const PATIENCE = 8000;

export interface Asked {
  /** the last that the site has */
  cursor: number;
  batchSize: number;
  isInitialised: boolean;
  appVersion: string;
  /** nothing that stands later in the log */
  upTo?: number;
}

export async function pull(
  { database, files, v6, catchUp, door }: PullParts,
  site: Reader,
  { cursor: asked, batchSize, isInitialised, appVersion, upTo }: Asked,
): Promise<Page> {
  const { siteId, storeIds } = site;
  const version = door.versionOf(appVersion, upTo !== undefined);
  await catchUp();
  if (!(await areRowsThere(database))) return nothingYet(asked);
  const pulls = await v6.log.asked(siteId, asked);
  const cursor = servedFrom(pulls, asked);
  await v6.log.serve(siteId, storeIds, cursor);
  // a site that has less than it had was put back itself, and lacks records of its own
  const isWhole = isInitialised && asked >= pulls.taken;
  const which = { siteId, storeIds, cursor, withOwn: !isWhole, ...(upTo !== undefined && { upTo }) };
  const found = await v6.log.page({ ...which, limit: batchSize, unknownTables: door.unknownTables(version) });
  const isLast = found.total <= batchSize;
  const page = { ...found, ...partOf(found, isLast, cursor, pulls) };
  const translation = await door.translation();
  const assetIds = page.entries.flatMap(({ entity, recordId }) => (entity === 'asset' ? [recordId] : []));
  await v6.bases.page(siteId, cursor, []);
  // a site that begins has nothing but the records that it is sent now
  const bases = isWhole ? await v6.bases.of(siteId, assetIds) : new Map<string, Base>();
  const how = {
    asked: cursor,
    storeIds,
    version,
    translation,
    hasOf: (id: string) => namedIn(bases.get(id)),
  };
  const toRecord = async (entry: LogEntry): Promise<Going[]> =>
    entry.entity === MEMORY
      ? (await rememberedRecord(v6, door, site, entry)).map((record) => ({ record }))
      : currentRecord({ database, files }, entry, how);
  const isNews = ({ record, fields }: Going): boolean => !isAtSite(fields, bases.get(record.recordId));
  const going = (await Promise.all(page.entries.map(toRecord))).flat().filter(isNews);
  await v6.bases.page(siteId, cursor, going.flatMap(assetSent));
  await v6.log.give(siteId, asked, page.endCursor);
  return {
    endCursor: page.endCursor,
    total: page.total,
    records: going.map(({ record }) => record),
    isLast,
  };
}

/** What goes out of a page: it never ends with a cursor from which the site asked though it was not given here. */
function partOf(
  { entries, newest }: { entries: LogEntry[]; newest: number },
  isLast: boolean,
  cursor: number,
  { foreign }: Pick<Pulls, 'foreign'>,
): { entries: LogEntry[]; endCursor: number } {
  const end = entries.at(-1)?.cursor;
  if (end === undefined || (isLast && foreign !== undefined))
    return { entries, endCursor: Math.max(cursor, newest) };
  const isForeign = end === foreign && entries.length > 1;
  return isForeign
    ? partOf({ entries: entries.slice(0, -1), newest }, isLast, cursor, {})
    : { entries, endCursor: end };
}

/** A record that goes out; of an asset, with the fields that the site then has. */
interface Going {
  record: SentRecord;
  fields?: Fields;
}

/** True where the site has just this for certain: a change came late, and made no difference. */
const isAtSite = (fields: Fields | undefined, { fields: has, sent }: Partial<Base> = {}): boolean =>
  fields !== undefined &&
  has !== undefined &&
  sent === undefined &&
  isAllKnown(has, settled(fields)) &&
  isAllKnown(settled(fields), has);

interface How {
  asked: number;
  /** of the site */
  storeIds: readonly string[];
  version: SiteVersion;
  translation: Translation;
  /** ids of central data that the site has for this asset */
  hasOf: (assetId: string) => ReadonlySet<string>;
}

/** None while only edits of an entity have arrived, or the bytes of a file have not, and where a site of this version cannot have it. */
async function currentRecord(
  parts: Pick<PullParts, 'database' | 'files'>,
  { entity, id, table, cursor, firstCursor }: LogEntry,
  { asked, storeIds, version, translation, hasOf }: How,
): Promise<Going[]> {
  const row = isEntityName(entity) ? await standingRow(parts.database.rows, entity, id) : undefined;
  if (row && entity === 'file' && !(await isFileThere(parts, row, storeIds))) return [];
  const written =
    row && isEntityName(entity)
      ? translation.write(entity, table, row, { version, has: hasOf(id) })
      : undefined;
  if (!written) return [];
  const { tableName, recordId, data, fields } = written;
  const action = firstCursor > asked ? 'Insert' : 'Update';
  return [{ record: { cursor, table: tableName, recordId, action, data }, ...(fields && { fields }) }];
}

/** Sites know no merging: records that hang on a merged one go to them as hanging on the one that stands for it (rule T3). */
async function standingRow(rows: RowReader, entity: EntityName, id: string): Promise<AnyRow | undefined> {
  const row = await rows.row(entity, id);
  if (row && 'assetId' in row) return { ...row, assetId: await rows.standingFor(row.assetId) };
  if (row && 'ownerTable' in row && row.ownerTable === 'asset')
    return { ...row, ownerId: await rows.standingFor(row.ownerId) };
  return row;
}

/** The central data that a site's own record of an asset names: it has these. */
const namedIn = ({ fields }: Partial<Base> = {}): ReadonlySet<string> =>
  new Set(['classId', 'categoryId', 'typeId', 'catalogueItemId'].map((field) => String(fields?.[field])));

const assetSent = ({ record: { cursor, recordId }, fields }: Going) =>
  fields ? [{ assetId: recordId, fields: settled(fields), cursor }] : [];

/** False when the rows are too far behind: a record whose row is not there yet would be passed over, and never be sent. */
async function areRowsThere({ following }: Pick<CentralDatabase, 'following'>): Promise<boolean> {
  try {
    await following.reached(undefined, PATIENCE);
    return true;
  } catch (error) {
    if (error instanceof RowsBehind) return false;
    throw error;
  }
}

/** The site keeps its cursor, and gets everything when it asks next. */
const nothingYet = (cursor: number): Page => ({ endCursor: cursor, total: 0, records: [], isLast: true });
