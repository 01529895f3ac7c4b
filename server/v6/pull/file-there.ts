/**
 * True if a site could have the bytes of a file when it asks for them. A record of one that is still on a device waits: a site that asks in
 * vain shows an error, and asks no more.
 */
import type { AnyRow } from '#shared/domain/entities';
import type { CentralDatabase } from '../../database/port/central-database';
import type { V6Database } from '../../database/port/v6';
import type { Door } from '../door';
import type { FileStore } from '../../files/file-store';
import { readableFile } from '../../files/readable-file';

export interface FileParts {
  database: Pick<CentralDatabase, 'rows' | 'registry'>;
  files: Pick<FileStore, 'has'>;
}

export async function isFileThere(
  { database, files }: FileParts,
  row: AnyRow,
  storeIds: readonly string[],
): Promise<boolean> {
  if (!('sha256' in row) || row.deletedAt !== undefined) return true;
  if (!(await readableFile(database, row.sha256, storeIds))) return false;
  // a store that cannot be reached may have it
  return files.has(row.sha256).catch(() => true);
}

/** Puts the records of a content to the end of the log of all sites that have one of them: they waited for it. */
export async function sendAgain(
  {
    database,
    v6,
    door,
    catchUp,
  }: Pick<FileParts, 'database'> & {
    v6: Pick<V6Database, 'sites' | 'log'>;
    door: Pick<Door, 'recordsOf'>;
    catchUp: () => Promise<void>;
  },
  sha256: string,
): Promise<void> {
  const sites = await v6.sites.all();
  const known = await Promise.all(sites.map(({ siteId }) => database.registry.sites.get(siteId)));
  const storeIds = known.flatMap((site) => site?.stores.map(({ id }) => id) ?? []);
  if (storeIds.length === 0) return;
  await catchUp();
  const named = await database.rows.filesNaming(sha256, storeIds);
  await v6.log.again(
    named.flatMap(({ reference, storeIds: places }) =>
      places.flatMap((storeId) =>
        door.recordsOf('file', reference.id).map((record) => ({ storeId, ...record })),
      ),
    ),
  );
}
