/** The bytes of files of V6 sites, up and down. */
import type { Readable } from 'node:stream';
import type { FileLimits } from '#shared/domain/file-limits';
import { siteUser } from '#shared/domain/site-user';
import { isJsonObject, type Json } from '#shared/json';
import { fileMegabytes } from '#shared/domain/programme-settings';
import type { Expected, FileStore, PutFile } from '../files/file-store';
import { issueOf } from '../files/judge-upload';
import { readableFile } from '../files/readable-file';
import type { CentralDatabase } from '../database/port/central-database';
import type { V6Database } from '../database/port/v6';
import { deviceOf } from './push/change-of';
import { isOfOthers } from './records/sort-records';
import type { KnownSite } from './site/known-site';
import type { Upload } from './http/upload-parts';
import { other, V6Failure } from './wire/answers';
import type { DownloadRequest } from './wire/requests';

const MIB = 1024 * 1024;
const FILES = 'sync_file_reference';
/** The most bytes of one file, under any setting of the programme. */
export const FILE_BYTES = fileMegabytes.most * MIB;

export interface FileParts {
  database: Pick<CentralDatabase, 'rows' | 'registry'>;
  v6: V6Database;
  files: FileStore;
  /** the files that the programme takes at this moment */
  limits: () => Promise<FileLimits>;
  /** tries the site's records again that wait for this file */
  onArrived: (fileId: string) => Promise<void>;
}

/** The facts that an upload gives of its record. */
export interface Announcement {
  /** the table of the record that the file belongs to */
  ownerTable: string;
}

/**
 * The content behind an id never changes: the same again is fine, other bytes are refused. Of a file that is announced (`ownerTable`) the
 * record may still be to come.
 */
export async function takeFile(
  parts: FileParts,
  { v6: { siteId }, storeIds }: KnownSite,
  {
    fileId,
    mimeType,
    bytes,
    ownerTable,
  }: Pick<Upload, 'fileId' | 'mimeType' | 'bytes'> & Partial<Announcement>,
): Promise<void> {
  const { v6, files, onArrived } = parts;
  const named =
    (await namedFile(parts, { siteId, storeIds }, fileId)) ?? (await aheadOf(parts, fileId, ownerTable));
  if (!named) throw new V6Failure({ syncFileNotFound: fileId }, 404);
  const before = named.sha256 ?? (await v6.contents.of([fileId])).get(fileId)?.sha256;
  const expected = named.isMemory
    ? { ...(before !== undefined && { sha256: before }), maxBytes: FILE_BYTES }
    : await expectedOf(parts, before, mimeType || named.mimeType);
  const put = await files.put(bytes, expected);
  if (!put.ok) {
    const refusal = refusalOf(put, expected.maxBytes);
    await v6.inbox.explain(siteId, { table: FILES, recordId: fileId }, refusal);
    throw other(refusal.words);
  }
  if (named.isElsewhere) return;
  for (const storeId of storeIds) await parts.database.registry.contents.prove(put.sha256, storeId);
  await v6.contents.put(fileId, { sha256: put.sha256, bytes: put.bytes, siteId });
  await onArrived(fileId);
}

interface NamedFile {
  mimeType: string;
  /** of the known record */
  sha256?: string;
  /** of the site's own memory: its kind is no business of the programme's */
  isMemory?: true;
  /** it is the site's own, and lies in no store of it any more */
  isElsewhere?: true;
}

/** A file that the site may send: one of its stores, one of its memory, or one whose reference waits for it. */
async function namedFile(
  { database, v6 }: Pick<FileParts, 'database' | 'v6'>,
  { siteId, storeIds }: { siteId: string; storeIds: readonly string[] },
  fileId: string,
): Promise<NamedFile | undefined> {
  const known = await database.rows.row('file', fileId);
  if (known) {
    const named = { mimeType: known.mimeType, sha256: known.sha256 };
    if (await database.rows.isFileOf(known.sha256, storeIds)) return named;
    // it went to another site with its equipment: a second upload, of which the first answer was lost, is done
    const isOwn = known.userId === siteUser(deviceOf(siteId)) || (await isFrom(v6, siteId, fileId));
    return isOwn ? { ...named, isElsewhere: true } : undefined;
  }
  if (await v6.memory.get(siteId, FILES, fileId)) return { mimeType: '', isMemory: true };
  return v6.contents.awaited(siteId, fileId);
}

/** Undefined where the record is here, and is none of this site's. */
async function aheadOf(
  { database }: Pick<FileParts, 'database'>,
  fileId: string,
  ownerTable: string | undefined,
): Promise<NamedFile | undefined> {
  if (ownerTable === undefined || ownerTable === '' || (await database.rows.row('file', fileId)))
    return undefined;
  return { mimeType: '', ...(isOfOthers(ownerTable) && { isMemory: true }) };
}

/** The number of bytes of a file that the site may send, where these are here already. */
export async function bytesHere(
  parts: Pick<FileParts, 'database' | 'v6' | 'files'>,
  site: { siteId: string; storeIds: readonly string[] },
  fileId: string,
): Promise<number | undefined> {
  const { v6, files } = parts;
  const named = await namedFile(parts, site, fileId);
  const content = (await v6.contents.of([fileId])).get(fileId);
  const sha256 = named?.sha256 ?? (content?.siteId === site.siteId ? content.sha256 : undefined);
  return sha256 === undefined ? undefined : files.sizeOf(sha256);
}

const isFrom = async ({ contents }: V6Database, siteId: string, fileId: string): Promise<boolean> =>
  (await contents.of([fileId])).get(fileId)?.siteId === siteId;

/** The limits by which the programme takes files; a file that is at central already stays, even if it would not be taken now. */
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
  name: string;
  mimeType: string;
  stream: Readable;
  bytes: number;
}

interface FoundFile {
  name: string;
  mimeType: string;
  sha256: string;
}

/** Only files of the stores of the site, and those of its memory; any other file is not found. */
export async function findFile(
  parts: Pick<FileParts, 'database' | 'files' | 'v6'>,
  site: KnownSite,
  { id }: Pick<DownloadRequest, 'id'>,
): Promise<SentFile> {
  const found = (await ofStores(parts, site, id)) ?? (await ofMemory(parts, site, id));
  const content = found && (await parts.files.get(found.sha256));
  if (!content) throw new V6Failure({ syncFileNotFound: id }, 404);
  return { name: found.name, mimeType: found.mimeType, ...content };
}

async function ofStores(
  { database }: Pick<FileParts, 'database'>,
  { storeIds }: KnownSite,
  id: string,
): Promise<FoundFile | undefined> {
  const row = await database.rows.row('file', id);
  if (!row || !(await readableFile(database, row.sha256, storeIds))) return undefined;
  return { name: row.fileName, mimeType: row.mimeType, sha256: row.sha256 };
}

async function ofMemory(
  { v6 }: Pick<FileParts, 'v6'>,
  { v6: { siteId } }: KnownSite,
  id: string,
): Promise<FoundFile | undefined> {
  const remembered = await v6.memory.get(siteId, FILES, id);
  const content = (await v6.contents.of([id])).get(id);
  if (!remembered || !content || !isJsonObject(remembered.data)) return undefined;
  const { file_name: name, mime_type: mimeType } = remembered.data;
  return { name: textOf(name), mimeType: textOf(mimeType), sha256: content.sha256 };
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
