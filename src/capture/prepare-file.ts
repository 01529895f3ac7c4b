/** From a file that a person chose to the file that is kept and sent: judged by its bytes, shrunk, without its location, hashed. */
import { fileTypeFromBlob } from 'file-type';
import { plainName } from '#shared/domain/file-kind';
import { contentIssue, sizeIssue, type FileLimits } from '#shared/domain/file-limits';
import { accepted, refused, type Issue, type Result } from '#shared/result';
import { sha256Of } from '../replica/files/kept-copy';
import type { PreparedFile } from '../replica/files/keep-file';
import { drawPicture, PICTURE_TYPE, type Picture } from './picture';
import { jpegWithLocation } from './location/jpeg';
import { isFilm, locationOf, withoutLocation } from './location/picture-location';
import { memoryIssue } from './memory';
import { unreadIssue } from './unread-issue';

export interface Wanted {
  limits: FileLimits;
  /** of a picture, the file that the camera made is kept beside the shrunk one */
  keepsOriginal: boolean;
}

type Read = { file: File; kind: string; bytes: Uint8Array<ArrayBuffer>; mayTell: boolean };

export interface Prepared {
  file: PreparedFile;
  /** the file as the camera made it */
  original?: PreparedFile;
  /** the reason why the original is not kept, although it was asked for */
  originalIssue?: Issue;
}

/** Refuses with `file-empty`, `file-too-large`, `file-place-stays`, `film-place-stays`, or the code for the kind of its bytes. */
export async function prepareFile(file: File, wanted: Wanted): Promise<Result<Prepared>> {
  const { limits } = wanted;
  const unread = unreadIssue(file, limits);
  if (unread) return refused(unread);
  const found = (await fileTypeFromBlob(file).catch(() => undefined))?.mime;
  const kind = found ?? file.type;
  const issue = await judged(file, found, limits);
  if (issue) return refused(issue);
  const tooMany = kind.startsWith('image/') ? await memoryIssue(file) : undefined;
  if (tooMany) return refused(tooMany);
  const picture = kind.startsWith('image/') ? await drawPicture(file) : undefined;
  const tooLarge = picture ? undefined : sizeIssue(file.size, limits);
  if (tooLarge) return refused(tooLarge);
  const mayTell = kind.startsWith('image/') || isFilm(found);
  const read: Read = { file, kind, bytes: new Uint8Array(await file.arrayBuffer()), mayTell };
  return picture ? accepted(await ofPicture(read, picture, wanted)) : asItIs(read, limits);
}

async function judged(file: File, found: string | undefined, limits: FileLimits) {
  const head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  // a picture shrinks: its size now says nothing of the size that is sent
  return contentIssue({ said: file.type, found, head, bytes: file.size }, limits);
}

/** A picture that cannot be shown here is kept for devices that can, if it does not tell where it was made. */
async function asItIs(
  { file, kind, bytes, mayTell }: Read,
  { keepsPhotoPlace }: FileLimits,
): Promise<Result<Prepared>> {
  const clean = keepsPhotoPlace || !mayTell ? bytes : withoutLocation(bytes, kind);
  if (!clean) return refused({ code: kind.startsWith('image/') ? 'file-place-stays' : 'film-place-stays' });
  return accepted({ file: await prepared(file.name, kind, clean) });
}

async function ofPicture(
  read: Read,
  { blob, thumbnail, placeholder }: Picture,
  { limits, keepsOriginal }: Wanted,
): Promise<Prepared> {
  const [drawn, small] = await Promise.all([blob.arrayBuffer(), thumbnail.arrayBuffer()]);
  const location = limits.keepsPhotoPlace ? locationOf(read.bytes, read.kind) : undefined;
  const shown = new Uint8Array(drawn);
  const name = plainName(read.file.name).replace(/(\.\w{1,5})?$/, '.jpg');
  const faces = {
    placeholder,
    thumbnail: { sha256: await sha256Of(small), mimeType: PICTURE_TYPE, bytes: small },
  };
  const file = await prepared(name, PICTURE_TYPE, location ? jpegWithLocation(shown, location) : shown);
  const original = keepsOriginal ? await originalOf(read, limits) : {};
  return {
    file: { ...file, ...faces },
    ...(original.file && { original: { ...original.file, ...faces, isOriginal: true } }),
    ...(original.issue && { originalIssue: original.issue }),
  };
}

async function originalOf(
  { file, kind, bytes }: Read,
  limits: FileLimits,
): Promise<{ file?: PreparedFile; issue?: Issue }> {
  const clean = limits.keepsPhotoPlace ? bytes : withoutLocation(bytes, kind);
  if (!clean) return { issue: { code: 'original-place-stays' } };
  if (sizeIssue(clean.length, limits)) return { issue: { code: 'original-too-large' } };
  return { file: await prepared(file.name, kind, clean) };
}

async function prepared(name: string, kind: string, bytes: Uint8Array<ArrayBuffer>): Promise<PreparedFile> {
  return {
    fileName: plainName(name),
    mimeType: kind === '' ? 'application/octet-stream' : kind,
    totalBytes: bytes.length,
    sha256: await sha256Of(bytes.buffer),
    bytes: bytes.buffer,
  };
}
