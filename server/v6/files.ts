/** The bytes of files of V6 sites, up and down. */
import type { Readable } from 'node:stream';
import type { FileReference } from '#shared/domain/file-reference';
import type { FileLimits } from '#shared/domain/file-limits';
import { fileMegabytes } from '#shared/domain/programme-settings';
import type { Expected, FileStore, PutFile } from '../files/file-store';
import { issueOf } from '../files/judge-upload';
import type { CentralDatabase } from '../database/port/central-database';
import type { V6Database } from '../database/port/v6';
import type { KnownSite } from './site/known-site';
import type { Upload } from './http/upload-parts';
import { other, V6Failure } from './wire/answers';
import type { DownloadRequest } from './wire/requests';

const MIB = 1024 * 1024;
/** Bytes of one file, whatever the programme takes. */
export const FILE_BYTES = fileMegabytes.most * MIB;

export interface FileParts {
  database: Pick<CentralDatabase, 'rows'>;
  v6: V6Database;
  files: FileStore;
  /** which files the programme takes at this moment */
  limits: () => Promise<FileLimits>;
  /** tries the site's records again that wait for this file */
  onArrived: (fileId: string) => Promise<void>;
}

/** The content behind an id never changes: the same again is fine, other bytes are refused. */
export async function takeFile(
  parts: FileParts,
  { v6: { siteId }, storeIds }: KnownSite,
  { fileId, mimeType, bytes }: Pick<Upload, 'fileId' | 'mimeType' | 'bytes'>,
): Promise<void> {
  const { database, v6, files, onArrived } = parts;
  const known = await database.rows.row('file', fileId);
  const isTheirs = known
    ? await database.rows.isFileOf(known.sha256, storeIds)
    : await v6.contents.isAwaited(siteId, fileId);
  const before = known?.sha256 ?? (await v6.contents.of([fileId])).get(fileId)?.sha256;
  if (!isTheirs) throw new V6Failure({ syncFileNotFound: fileId }, 404);
  const expected = await expectedOf(parts, before, known?.mimeType ?? mimeType);
  const put = await files.put(bytes, expected);
  if (!put.ok) {
    const refusal = refusalOf(put, expected.maxBytes);
    await v6.inbox.explain(siteId, { table: 'sync_file_reference', recordId: fileId }, refusal);
    throw other(refusal.words);
  }
  await v6.contents.put(fileId, { sha256: put.sha256, bytes: put.bytes, siteId });
  await onArrived(fileId);
}

/** As the programme takes files; what is at central already stays, whatever is taken now. */
async function expectedOf(
  { files, limits }: FileParts,
  sha256: string | undefined,
  said: string,
): Promise<Expected> {
  const content = sha256 === undefined ? {} : { sha256 };
  if (sha256 !== undefined && (await files.has(sha256))) return { ...content, maxBytes: FILE_BYTES };
  const taken = await limits();
  return { ...content, maxBytes: taken.maxBytes, judge: (path) => issueOf(path, said, taken) };
}

/** For the site, and for staff who look why its file is not there. */
function refusalOf(put: Exclude<PutFile, { ok: true }>, maxBytes: number): { code: string; words: string } {
  if ('issue' in put) {
    const { code } = put.issue;
    return { code, words: refusals[code] ?? 'This file is not taken.' };
  }
  if (put.code === 'wrong-hash')
    return { code: 'file-hash-differs', words: 'This file has other content already.' };
  return {
    code: 'file-too-large',
    words: `The file is too large: this programme takes files of up to ${maxBytes / MIB} MB.`,
  };
}

const refusals: Readonly<Record<string, string>> = {
  'file-kind-refused': 'This file is a program. Programs are not taken.',
  'file-kind-differs': 'This file is not of the kind that it is said to be.',
  'file-kind-not-taken': 'This programme takes no files of this kind.',
};

export interface SentFile {
  row: FileReference;
  stream: Readable;
  bytes: number;
}

/** Only files of the stores of the site; whatever else is asked for is not found. */
export async function findFile(
  { database: store, files }: Pick<FileParts, 'database' | 'files'>,
  { storeIds }: KnownSite,
  { id }: Pick<DownloadRequest, 'id'>,
): Promise<SentFile> {
  const row = await store.rows.row('file', id);
  const isTheirs = row !== undefined && (await store.rows.isFileOf(row.sha256, storeIds));
  const found = isTheirs ? await files.get(row.sha256) : undefined;
  if (!row || !found) throw new V6Failure({ syncFileNotFound: id }, 404);
  return { row, ...found };
}
