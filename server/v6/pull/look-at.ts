/** Looks at entries of the log for one site: each is sent as a record, or there is a reason why it is not. */
import { isEntityName, type AnyRow, type EntityName } from '#shared/domain/entities';
import type { CentralDatabase } from '../../database/port/central-database';
import type { RowReader } from '../../database/port/rows';
import { MEMORY } from '../../database/port/v6-memory';
import type { Base, LogEntry, RecordPlace, V6Database } from '../../database/port/v6';
import type { FileStore } from '../../files/file-store';
import type { Door, Fields, Gap, SiteVersion, Translation } from '../door';
import { idsAtSite } from './at-site';
import { isFileThere } from './file-there';
import type { Reader, SentRecord } from './page';
import { rememberedRecord } from './remembered';

export interface LookParts {
  database: Pick<CentralDatabase, 'rows' | 'registry'>;
  files: Pick<FileStore, 'has'>;
  v6: V6Database;
  door: Door;
}

/** A record that goes out; of an asset, with the fields that the site then has. */
export interface Going {
  record: SentRecord;
  fields?: Fields;
}

export interface Look {
  entry: LogEntry;
  row?: AnyRow;
  going?: Going;
  /** of an asset: what the site has */
  base?: Base;
  gaps: readonly Gap[];
  /** the places in the log of the records that this one names: the site must have them first */
  needs: readonly number[];
}

export interface Looking {
  /** the last that the site has */
  asked: number;
  isInitialised: boolean;
  version: SiteVersion;
}

interface Around {
  parts: LookParts;
  site: Reader;
  looking: Looking;
  translation: Translation;
  bases: ReadonlyMap<string, Base>;
}

export async function lookAt(
  parts: LookParts,
  site: Reader,
  entries: readonly LogEntry[],
  looking: Looking,
): Promise<Look[]> {
  const assetIds = entries.flatMap(({ entity, recordId }) => (entity === 'asset' ? [recordId] : []));
  // a site that begins has nothing but the records that it is sent now
  const bases = looking.isInitialised
    ? await parts.v6.bases.of(site.siteId, assetIds)
    : new Map<string, Base>();
  const around: Around = { parts, site, looking, translation: await parts.door.translation(), bases };
  return Promise.all(
    entries.map((entry) => (entry.entity === MEMORY ? remembered(around, entry) : current(around, entry))),
  );
}

async function remembered({ parts, site }: Around, entry: LogEntry): Promise<Look> {
  const [record] = await rememberedRecord(parts.v6, parts.door, site, entry);
  return { entry, ...(record && { going: { record } }), gaps: [], needs: [] };
}

/** Nothing while only edits of an entity have arrived. */
async function current(around: Around, entry: LogEntry): Promise<Look> {
  const { parts, site, looking, translation, bases } = around;
  const { entity, id, table, cursor, firstCursor } = entry;
  const row = isEntityName(entity) ? await standingRow(parts.database.rows, entity, id) : undefined;
  if (!row || !isEntityName(entity)) return { entry, gaps: [], needs: [] };
  const needs = await placesOfNeeds(around, row);
  const why = await whyNot(around, entity, row, needs);
  if (why) return { entry, row, gaps: [why], needs: [] };
  const { version } = looking;
  const has = await idsAtSite(parts.v6, site.siteId, row, { base: bases.get(id), version });
  const written = translation.write(entity, table, row, { version, has });
  if (!written) return { entry, row, gaps: [], needs: [] };
  if ('withheld' in written) return { entry, row, gaps: [written.withheld], needs: [] };
  const { tableName, recordId, data, fields, without = [] } = written;
  const action = firstCursor > looking.asked ? 'Insert' : 'Update';
  const record: SentRecord = { cursor, table: tableName, recordId, action, data };
  const base = bases.get(recordId);
  return {
    ...{ entry, row, gaps: without, needs, going: { record, ...(fields && { fields }) } },
    ...(base && { base }),
  };
}

async function whyNot(
  { parts, site }: Around,
  entity: EntityName,
  row: AnyRow,
  needs: readonly number[],
): Promise<Gap | undefined> {
  if (entity === 'assetLog' && needs.length === 0) return 'no-asset';
  if (entity === 'file' && !(await isFileThere(parts, row, site.storeIds))) return 'no-bytes';
  return undefined;
}

/** Of a log its equipment, where the site has it; of the others the central data that they name, where these come only after others. */
async function placesOfNeeds({ parts, site, looking }: Around, row: AnyRow): Promise<number[]> {
  const { door, v6, database } = parts;
  if ('assetId' in row) {
    // one whose creation does not count has its place, and is sent to nobody (rule K8)
    if (!(await database.rows.row('asset', row.assetId))) return [];
    const records = door.recordsOf('asset', row.assetId);
    const found = await v6.log.cursors(placesIn(site.storeIds, records));
    const known = found.filter((at) => at !== undefined);
    return known.length === 0 ? [] : [Math.min(...known)];
  }
  if (looking.version.isAlone !== true) return [];
  const values = row as unknown as Record<string, unknown>;
  const records = naming.flatMap(([field, entity]) => {
    const id = values[field];
    return typeof id === 'string' && id !== '' ? door.recordsOf(entity, id) : [];
  });
  return (await v6.log.cursors(placesIn([''], records))).filter((at) => at !== undefined);
}

const naming: readonly [field: string, entity: EntityName][] = [
  ['classId', 'assetClass'],
  ['categoryId', 'assetCategory'],
  ['typeId', 'assetType'],
  ['catalogueItemId', 'catalogueItem'],
];

const placesIn = (
  storeIds: readonly string[],
  records: readonly { table: string; recordId: string }[],
): RecordPlace[] => storeIds.flatMap((storeId) => records.map((record) => ({ storeId, ...record })));

/** Sites know no merging: records that hang on a merged one go to them as hanging on the one that stands for it (rule T3). */
async function standingRow(rows: RowReader, entity: EntityName, id: string): Promise<AnyRow | undefined> {
  const row = await rows.row(entity, id);
  if (row && 'assetId' in row) return { ...row, assetId: await rows.standingFor(row.assetId) };
  if (row && 'ownerTable' in row && row.ownerTable === 'asset')
    return { ...row, ownerId: await rows.standingFor(row.ownerId) };
  return row;
}
