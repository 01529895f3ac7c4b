/** Cleans files away while the server runs, a few times a day. */
import { removedFilesMs } from '#shared/domain/file-limits';
import { PROGRAMME_SETTINGS } from '#shared/domain/programme-settings';
import type { Services } from '../http/services';
import { countDevices } from '../operations/restored/restore-report';
import { restoredAt } from '../operations/twin';
import type { SyncLog } from '../sync/sync-server';
import { cleanFiles, type FileKeeping } from './housekeeping';

const EVERY_MS = 6 * 60 * 60 * 1000;
const FIRST_AFTER_MS = 60 * 1000;

type Kept = Pick<Services, 'files' | 'uploads' | 'database' | 'now'>;

/** The rules about the files of a central server: its records, and its programme's settings. */
export function fileKeeping({ files, uploads, database, now }: Kept): FileKeeping {
  const isHeld = async (sha256: string, since?: string): Promise<boolean> =>
    (await database.rows.isHeld(sha256, since)) || ((await database.v6?.contents.isAhead(sha256)) ?? false);
  const auditMs = async (): Promise<number | undefined> =>
    removedFilesMs(await database.rows.row('programmeSettings', PROGRAMME_SETTINGS));
  const devicesOut = async (since: number): Promise<number> =>
    (await countDevices(database.registry, new Date(since).toISOString())).devicesOut;
  return { files, uploads, isHeld, auditMs, restoredAt: () => restoredAt(database), devicesOut, now };
}

/** Returns the function that ends it, once nothing of it is under way. */
export function keepClean(services: Kept, log: SyncLog): () => Promise<void> {
  let work = Promise.resolve();
  const clean = (): void => {
    work = work
      .then(() => cleanFiles(fileKeeping(services)))
      .then((gone) => {
        if (gone.uploads + gone.files + gone.trashed + gone.removed > 0)
          log.info(gone, 'cleaned files that are not needed');
      })
      .catch((error: unknown) => log.error({ err: error }, 'files were not cleaned'));
  };
  const first = setTimeout(clean, FIRST_AFTER_MS);
  const timer = setInterval(clean, EVERY_MS);
  return () => {
    clearTimeout(first);
    clearInterval(timer);
    return work;
  };
}
