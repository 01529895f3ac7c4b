/**
 * Whether a site could have the bytes of a file when it asks for them. A record of one that is still on a device waits: a site that asks in
 * vain shows an error, and asks no more.
 */
import type { AnyRow } from '#shared/domain/entities';
import type { CentralDatabase } from '../../database/port/central-database';
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
