/**
 * Takes over the records that sites pushed to an Open mSupply central server before: they push it to no other. Its rows go through the
 * inbox of the site that has their store now, as if that site pushed them, so that a second time brings nothing new.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Change } from '#shared/change/change';
import { CONFIG } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import type { EntityName } from '#shared/domain/entities';
import type { CentralDatabase } from '../../database/port/central-database';
import type { SyncServer } from '../../sync/sync-server';
import type { V6 } from '../v6';
import { V6Failure } from '../wire/answers';
import type { OldCentral, OldRow, OldValue } from './old-central';
import { readOldCentralData, type OldCentralData } from './old-central-data';
import { toRecord, type OldRecord } from './old-records';

const AUTHOR = { deviceId: 'take-over', userId: 'take-over' };
/** Records that are fed at a time. */
const BATCH = 500;
const CHANGES = 200;
const LOOK_EVERY = 100;

export interface TakenOver {
  centralData: { found: number; brought: number; unreadable: string[] };
  /** by table */
  found: Record<OldRecord['tableName'], number>;
  fed: Record<OldRecord['tableName'], number>;
  /** store → records whose store no V6 site has */
  withoutSite: Record<string, number>;
  /** records that belong to nothing that was found there */
  astray: number;
  /** reason → records that could not be stored; each stands with the problems of its site */
  kept: Record<string, number>;
  files: { brought: number; missing: string[]; refused: string[] };
}

interface TakeOverParts {
  database: CentralDatabase;
  sync: Pick<SyncServer, 'author'>;
  v6: V6;
  now: () => number;
  note: (line: string) => void;
}

/** `folder`: where the old server's files lie, at any depth, each with its id at the head of its name. */
export async function takeOver(
  parts: TakeOverParts,
  old: OldCentral,
  folder: string | undefined,
): Promise<TakenOver> {
  const { note } = parts;
  const centralData = await bringCentralData(parts, old);
  note(`Central data: ${centralData.brought} of ${centralData.found} were not here.`);
  const sorted = await sortBySite(parts, old);
  for (const [siteId, records] of sorted.bySite) {
    await feed(parts.v6, siteId, records);
    note(`${records.length} records of site ${siteId} are read.`);
  }
  const files = await bringFiles(parts, sorted.bySite, folder);
  const kept: Record<string, number> = {};
  for (const siteId of sorted.bySite.keys()) await countKept(parts.v6, siteId, kept);
  const { found, fed, withoutSite, astray } = sorted;
  return { centralData, found, fed, withoutSite, astray, kept, files };
}

async function bringCentralData(
  { database, sync, now }: TakeOverParts,
  old: OldCentral,
): Promise<TakenOver['centralData']> {
  const known = new Set<string>();
  const entities: EntityName[] = [
    'assetClass',
    'assetCategory',
    'assetType',
    'assetProperty',
    'catalogueItem',
    'statusReason',
  ];
  await database.following.reached();
  for (const entity of entities)
    for (const { id } of await database.rows.all(entity)) known.add(`${entity}/${id}`);
  const read: OldCentralData = await readOldCentralData(old, (entity, id) => known.has(`${entity}/${id}`));
  const ms = now();
  const changes = read.said.map(({ entity, id, patch }, index): Change => {
    const hlc = formatHlc({
      ms: ms + Math.floor(index / CHANGES),
      counter: index % CHANGES,
      deviceId: AUTHOR.deviceId,
    });
    return { id: randomUUID(), hlc, ...AUTHOR, n: index + 1, kind: `${entity}.create`, entityId: id, patch };
  });
  const { unreadable } = read;
  let brought = 0;
  for (let from = 0; from < changes.length; from += CHANGES) {
    const some = changes.slice(from, from + CHANGES);
    const said = await sync.author(CONFIG, some, AUTHOR);
    if (said.ok) brought += some.length;
    else unreadable.push(...some.map(({ kind, entityId }) => `${kind} ${entityId}`));
  }
  return { found: read.found, brought, unreadable };
}

interface Sorted extends Pick<TakenOver, 'found' | 'fed' | 'withoutSite' | 'astray'> {
  bySite: Map<string, OldRecord[]>;
}

/** Each record to the site that has its store: a log by its asset, a file by its asset or its log's. */
async function sortBySite({ database, v6 }: TakeOverParts, old: OldCentral): Promise<Sorted> {
  const nothing = { asset: 0, asset_log: 0, sync_file_reference: 0 };
  const sorted: Sorted = {
    found: { ...nothing },
    fed: { ...nothing },
    withoutSite: {},
    astray: 0,
    bySite: new Map(),
  };
  const siteOfStore = new Map<string, string>();
  for (const { siteId } of await v6.database.sites.all())
    for (const { id } of (await database.registry.sites.get(siteId))?.stores ?? [])
      siteOfStore.set(id, siteId);
  const storeOf = new Map<string, string>();
  const names = new Map<OldValue, OldValue>();
  for await (const row of old.rows('name_link')) names.set(row['id'], row['name_id']);
  const take = (table: OldRecord['tableName'], row: OldRow, storeId: string | undefined): void => {
    sorted.found[table] += 1;
    if (storeId === undefined) return void (sorted.astray += 1);
    storeOf.set(String(row['id']), storeId);
    const siteId = siteOfStore.get(storeId);
    if (siteId === undefined)
      return void (sorted.withoutSite[storeId] = (sorted.withoutSite[storeId] ?? 0) + 1);
    sorted.fed[table] += 1;
    const donor = row['donor_name_id'];
    const named =
      table === 'asset' && donor !== null
        ? { ...row, donor_name_id: names.get(donor) ?? donor ?? null }
        : row;
    const records = sorted.bySite.get(siteId) ?? [];
    sorted.bySite.set(siteId, records);
    records.push(toRecord(table, named));
  };
  for await (const row of old.rows('asset')) take('asset', row, asText(row['store_id']));
  for await (const row of old.rows('asset_log')) take('asset_log', row, storeOf.get(String(row['asset_id'])));
  for await (const row of old.rows('sync_file_reference'))
    take('sync_file_reference', row, storeOf.get(String(row['record_id'])));
  return sorted;
}

const asText = (value: OldRow[string]): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

async function feed(v6: V6, siteId: string, records: readonly OldRecord[]): Promise<void> {
  for (let from = 0; from < records.length; from += BATCH) {
    const some = records.slice(from, from + BATCH);
    await v6.receive(
      siteId,
      some.map((record) => ({ record })),
      from + BATCH >= records.length,
    );
  }
  await idle(v6, siteId);
}

async function idle({ database: { inbox } }: V6, siteId: string): Promise<void> {
  while (await inbox.isIntegrating(siteId)) await delay(LOOK_EVERY);
}

async function bringFiles(
  { database, v6 }: TakeOverParts,
  bySite: Sorted['bySite'],
  folder: string | undefined,
): Promise<TakenOver['files']> {
  const files: TakenOver['files'] = { brought: 0, missing: [], refused: [] };
  const paths = folder === undefined ? [] : pathsIn(folder);
  const contents = await v6.database.contents.of(
    [...bySite.values()].flat().flatMap(({ tableName, recordId }) => (tableName === FILES ? [recordId] : [])),
  );
  for (const [siteId, records] of bySite) {
    const site = await v6.knownSite(siteId);
    if (!site) continue;
    for (const { tableName, recordId, recordData } of records) {
      if (tableName !== FILES || recordData['deleted_datetime'] !== null || contents.has(recordId)) continue;
      const path = paths.find((one) => basename(one).startsWith(recordId));
      if (path === undefined) files.missing.push(recordId);
      else if (await bring(v6, site, recordId, path)) files.brought += 1;
      else files.refused.push(recordId);
    }
    await idle(v6, siteId);
  }
  await database.following.reached();
  return files;
}

const FILES = 'sync_file_reference';

const pathsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

/** False where the programme does not take it; the reason stands with the problems of the site. */
async function bring(
  v6: V6,
  site: Parameters<V6['takeFile']>[0],
  fileId: string,
  path: string,
): Promise<boolean> {
  try {
    await v6.takeFile(site, { fileId, mimeType: '', bytes: createReadStream(path) });
    return true;
  } catch (error) {
    if (error instanceof V6Failure) return false;
    throw error;
  }
}

async function countKept(
  { database: { inbox } }: V6,
  siteId: string,
  kept: Record<string, number>,
): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await inbox.kept({ siteId, limit: BATCH, ...(cursor !== undefined && { cursor }) });
    for (const { code } of page.items) kept[code] = (kept[code] ?? 0) + 1;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
