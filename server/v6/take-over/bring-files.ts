/** The content of the files that were taken over, from the folder of the old server. */
import { createReadStream, statSync } from 'node:fs';
import type { CentralDatabase } from '../../database/port/central-database';
import type { V6 } from '../v6';
import { atMost } from '../site/at-most';
import { V6Failure } from '../wire/answers';
import type { OldCentral, OldRow } from './old-central';
import { OldFiles } from './old-files';
import type { Owners } from './owners';

const FILES = 'sync_file_reference';
/** Files that are looked up together. */
const STEP = 500;
const NOTE_EVERY = 1000;
/** Files that are brought at a time. */
const AT_ONCE = 8;

/** The ids of those that were not brought, by the reason. */
export interface BroughtFiles {
  brought: number;
  /** there is no such file in the folder */
  missing: string[];
  /** it is not as long as its record says: a part of it */
  cut: string[];
  /** it cannot be read */
  unreadable: string[];
  /** the programme does not take it; the reason stands with the problems of the site */
  refused: string[];
}

interface FileParts {
  database: Pick<CentralDatabase, 'following'>;
  v6: V6;
  note: (line: string) => void;
}

interface Wanted {
  id: string;
  siteId: string;
  row: OldRow;
}

export async function bringFiles(
  { database, v6, note }: FileParts,
  old: OldCentral,
  owners: Owners,
  folder: string | undefined,
): Promise<BroughtFiles> {
  const files: BroughtFiles = { brought: 0, missing: [], cut: [], unreadable: [], refused: [] };
  const there = new OldFiles(folder);
  let wanted: Wanted[] = [];
  let noted = 0;
  const bringThese = async (): Promise<void> => {
    const contents = await v6.database.contents.of(wanted.map(({ id }) => id));
    const lacking = wanted.filter(({ id }) => !contents.has(id));
    const inTurn = atMost(AT_ONCE);
    await Promise.all(lacking.map((one) => inTurn(() => bring(v6, there.pathOf(one.id), one, files))));
    if (files.brought >= noted + NOTE_EVERY) {
      noted = files.brought;
      note(`The content of ${noted} files is here.`);
    }
    wanted = [];
  };
  for await (const row of old.rows(FILES)) {
    const place = await owners.placeOf(FILES, row);
    if (place.type !== 'site' || typeof row['deleted_datetime'] === 'string') continue;
    wanted.push({ id: String(row['id']), siteId: place.siteId, row });
    if (wanted.length >= STEP) await bringThese();
  }
  await bringThese();
  await database.following.reached();
  return files;
}

async function bring(
  v6: V6,
  path: string | undefined,
  { id, siteId, row }: Wanted,
  files: BroughtFiles,
): Promise<void> {
  if (path === undefined) return void files.missing.push(id);
  const site = await v6.knownSite(siteId);
  if (!site) return;
  try {
    if (!isLong(path, row['total_bytes'])) return void files.cut.push(id);
    await v6.takeFile(site, { fileId: id, mimeType: '', bytes: createReadStream(path) });
    files.brought += 1;
  } catch (error) {
    if (error instanceof V6Failure) files.refused.push(id);
    else if (isOfFile(error, path)) files.unreadable.push(id);
    else throw error;
  }
}

/** The bytes behind an id never change: half a file would keep the whole one out. A record may not say how long it is. */
const isLong = (path: string, said: OldRow[string]): boolean =>
  typeof said !== 'number' || said <= 0 || statSync(path).size === said;

const isOfFile = (error: unknown, path: string): boolean =>
  error instanceof Error && 'path' in error && error.path === path;
