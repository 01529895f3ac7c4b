/** The bytes of files of V6 sites, up and down. */
import type { Readable } from 'node:stream';
import type { FileReference } from '#shared/domain/file-reference';
import type { FileStore } from '../files/file-store';
import type { Store } from '../store/port';
import type { V6Store } from '../store/v6-port';
import type { KnownSite } from './site/known-site';
import { other, V6Failure } from './wire/answers';
import type { DownloadRequest } from './wire/requests';

/** Bytes of one file. */
export const FILE_BYTES = 100 * 1024 * 1024;

export interface FileParts {
  store: Pick<Store, 'rows'>;
  v6: V6Store;
  files: FileStore;
  /** tries the site's records again that wait for this file */
  onArrived: (fileId: string) => Promise<void>;
}

/** The content behind an id never changes: the same again is fine, other bytes are refused. */
export async function takeFile(
  { store, v6, files, onArrived }: FileParts,
  { v6: { siteId }, storeIds }: KnownSite,
  fileId: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  const known = await store.rows.row('file', fileId);
  const isTheirs = known
    ? await store.rows.isFileOf(known.sha256, storeIds)
    : await v6.contents.isAwaited(siteId, fileId);
  const before = known?.sha256 ?? (await v6.contents.of([fileId])).get(fileId)?.sha256;
  if (!isTheirs) throw new V6Failure({ syncFileNotFound: fileId }, 404);
  const put = await files.put(bytes, {
    maxBytes: FILE_BYTES,
    ...(before !== undefined && { sha256: before }),
  });
  if (!put.ok)
    throw other(put.code === 'too-large' ? 'The file is too large.' : 'This file has other content already.');
  await v6.contents.put(fileId, { sha256: put.sha256, bytes: put.bytes, siteId });
  await onArrived(fileId);
}

export interface SentFile {
  row: FileReference;
  stream: Readable;
  bytes: number;
}

/** Only files of the stores of the site; whatever else is asked for is not found. */
export async function findFile(
  { store, files }: Pick<FileParts, 'store' | 'files'>,
  { storeIds }: KnownSite,
  { id }: Pick<DownloadRequest, 'id'>,
): Promise<SentFile> {
  const row = await store.rows.row('file', id);
  const isTheirs = row !== undefined && (await store.rows.isFileOf(row.sha256, storeIds));
  const found = isTheirs ? await files.get(row.sha256) : undefined;
  if (!row || !found) throw new V6Failure({ syncFileNotFound: id }, 404);
  return { row, ...found };
}
