/** Cleans files away while the server runs, a few times a day. */
import type { Services } from '../http/services';
import type { SyncLog } from '../sync/sync-server';
import { cleanFiles } from './housekeeping';

const EVERY_MS = 6 * 60 * 60 * 1000;
const FIRST_AFTER_MS = 60 * 1000;

/** Answers what ends it, once nothing of it is under way. */
export function keepClean(
  { files, uploads, store, now }: Pick<Services, 'files' | 'uploads' | 'store' | 'now'>,
  log: SyncLog,
): () => Promise<void> {
  const isNamed = async (sha256: string): Promise<boolean> =>
    (await store.rows.fileOf(sha256)) !== undefined || ((await store.v6?.contents.isNamed(sha256)) ?? false);
  let work = Promise.resolve();
  const clean = (): void => {
    work = work
      .then(() => cleanFiles({ files, uploads, isNamed, now }))
      .then((gone) => {
        if (gone.uploads + gone.files > 0) log.info(gone, 'cleaned files that nobody refers to');
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
