/**
 * Takes over the records that sites pushed to an Open mSupply central server before: they push it to no other. Its rows go through the
 * inbox of the site that has their store now, as if that site pushed them, so that a second time brings nothing new.
 */
import type { CentralDatabase } from '../../database/port/central-database';
import type { SyncServer } from '../../sync/sync-server';
import type { V6 } from '../v6';
import { bringCentralData, type BroughtData } from './bring-central-data';
import { bringFiles, type BroughtFiles } from './bring-files';
import { Feeder } from './feeder';
import { sendMovedBefore } from './moved-before';
import type { OldCentral, OldRow } from './old-central';
import { toRecord, type OldRecord } from './old-records';
import { Owners } from './owners';

type Table = OldRecord['tableName'];
/** A record comes after the one that it hangs on. */
const tables: readonly Table[] = ['asset', 'asset_log', 'sync_file_reference'];
const NOTE_EVERY = 5000;
const KEPT = 500;

export interface TakenOver {
  centralData: BroughtData;
  /** by table */
  found: Record<Table, number>;
  fed: Record<Table, number>;
  /** store → records whose store no V6 site has */
  withoutSite: Record<string, number>;
  /** equipment that has no store there: its number and id */
  withoutStore: string[];
  /** `<table> <id>` of records that belong to nothing that was found there, or to equipment without a store */
  astray: string[];
  /** files of records besides equipment */
  otherFiles: number;
  /** statuses of equipment that was at another site when they were written: the one that has it now gets them */
  movedBefore: number;
  /** reason → records that could not be stored; each stands with the problems of its site */
  kept: Record<string, number>;
  files: BroughtFiles;
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
  const { note, v6 } = parts;
  const centralData = await bringCentralData(parts, old);
  note(`Central data: ${centralData.brought} of ${centralData.found} were not here.`);
  const owners = await Owners.of(parts, old);
  const records = await bringRecords(parts, old, owners);
  const movedBefore = await sendMovedBefore(v6, old, owners);
  const files = await bringFiles(parts, old, owners, folder);
  return { centralData, ...records, movedBefore, kept: await countKept(v6), files };
}

type Records = Omit<TakenOver, 'centralData' | 'kept' | 'files' | 'movedBefore'>;

async function bringRecords({ v6, note }: TakeOverParts, old: OldCentral, owners: Owners): Promise<Records> {
  const nothing = { asset: 0, asset_log: 0, sync_file_reference: 0 };
  const records: Records = {
    ...{ found: { ...nothing }, fed: { ...nothing }, withoutSite: {}, withoutStore: [], astray: [] },
    otherFiles: 0,
  };
  const feeder = new Feeder(v6);
  for (const table of tables) {
    const total = await old.count(table);
    for await (const row of old.rows(table)) {
      records.found[table] += 1;
      const place = await owners.placeOf(table, row);
      if (place.type === 'site') {
        records.fed[table] += 1;
        await feeder.add(place.siteId, toRecord(table, await withDonor(old, table, row)));
      } else if (place.type === 'no-site') {
        const { storeId } = place;
        records.withoutSite[storeId] = (records.withoutSite[storeId] ?? 0) + 1;
      } else if (place.type === 'not-read') records.otherFiles += 1;
      else if (table === 'asset') records.withoutStore.push(nameOf(row));
      else records.astray.push(`${table} ${String(row['id'])}`);
      if (records.found[table] % NOTE_EVERY === 0)
        note(`${table}: ${records.found[table]} of ${total} are read.`);
    }
    await feeder.empty();
    note(`${table}: all ${total} are read.`);
  }
  return records;
}

const nameOf = ({ asset_number: number, id }: OldRow): string =>
  typeof number === 'string' && number !== '' ? `${number} (${String(id)})` : String(id);

/** The id of the name itself: there it stands behind a link. */
async function withDonor(old: OldCentral, table: Table, row: OldRow): Promise<OldRow> {
  const donor = row['donor_name_id'];
  if (table !== 'asset' || typeof donor !== 'string') return row;
  return { ...row, donor_name_id: (await old.row('name_link', donor))?.['name_id'] ?? donor };
}

async function countKept({ database: { inbox } }: V6): Promise<Record<string, number>> {
  const kept: Record<string, number> = {};
  let cursor: string | undefined;
  do {
    const page = await inbox.kept({ limit: KEPT, ...(cursor !== undefined && { cursor }) });
    for (const { code } of page.items) kept[code] = (kept[code] ?? 0) + 1;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return kept;
}
