/** From a file that a person chose to one that can be kept and sent: judged by its bytes, shrunk, hashed. */
import { fileTypeFromBlob } from 'file-type';
import { kindIssue, plainName } from '#shared/domain/file-kind';
import { limits } from '#shared/protocol/limits';
import { accepted, refused, type Result } from '#shared/result';
import { sha256Of } from '../replica/files/fetch-file';
import type { PreparedFile } from '../replica/files/keep-file';
import { drawPicture, PICTURE_TYPE, type Picture } from './picture';

/** Far more than any camera makes: a picture shrinks, so it may be larger than what is sent. */
const PICTURE_BYTES = 200 * 1024 * 1024;

/** Refuses with `file-too-large` before anything of it is read, `file-empty`, or what its bytes are. */
export async function prepareFile(file: File): Promise<Result<PreparedFile>> {
  if (file.size === 0) return refused({ code: 'file-empty' });
  const isPicture = file.type.startsWith('image/');
  if (file.size > (isPicture ? PICTURE_BYTES : limits.fileBytes)) return refused({ code: 'file-too-large' });
  const found = (await fileTypeFromBlob(file).catch(() => undefined))?.mime;
  const head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  const issue = kindIssue({ said: file.type, found, head });
  if (issue !== undefined) return refused({ code: issue });
  const picture = isPicture ? await drawPicture(file) : undefined;
  if (picture) return accepted(await ofPicture(file.name, picture));
  if (file.size > limits.fileBytes) return refused({ code: 'file-too-large' });
  return accepted(await asItIs(file, found ?? file.type));
}

async function asItIs(file: File, kind: string): Promise<PreparedFile> {
  const bytes = await file.arrayBuffer();
  return {
    fileName: plainName(file.name),
    mimeType: kind === '' ? 'application/octet-stream' : kind,
    totalBytes: bytes.byteLength,
    sha256: await sha256Of(bytes),
    bytes,
  };
}

async function ofPicture(name: string, { blob, thumbnail, placeholder }: Picture): Promise<PreparedFile> {
  const [bytes, small] = await Promise.all([blob.arrayBuffer(), thumbnail.arrayBuffer()]);
  return {
    fileName: plainName(name).replace(/(\.\w{1,5})?$/, '.jpg'),
    mimeType: PICTURE_TYPE,
    totalBytes: bytes.byteLength,
    sha256: await sha256Of(bytes),
    placeholder,
    bytes,
    thumbnail: { sha256: await sha256Of(small), mimeType: PICTURE_TYPE, bytes: small },
  };
}
