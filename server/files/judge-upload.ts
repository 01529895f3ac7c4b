/** Judges bytes that have all come: they must be of the announced kind, and of a kind that is taken here. */
import { open, stat } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import type { Issue } from '#shared/result';
import { contentIssue, type FileLimits } from '#shared/domain/file-limits';
import { hashOf } from './arrival';
import type { UploadMetadata } from './upload-metadata';

/** Ends a call of tus; the body is an error code. */
export class UploadRefused extends Error {
  constructor(
    readonly status_code: number,
    readonly body: string,
  ) {
    super(body);
  }
}

/** `path`: where they lie; undefined: they are kept. */
export async function refusalOf(
  path: string,
  { sha256, filetype }: UploadMetadata,
  limits: FileLimits,
): Promise<UploadRefused | undefined> {
  if ((await hashOf(path)) !== sha256) return new UploadRefused(460, 'file-hash-differs');
  const issue = await issueOf(path, filetype, limits);
  return issue === undefined ? undefined : new UploadRefused(415, issue.code);
}

/** The reason why bytes of this kind are not taken, or undefined. `said`: the kind by the sender's word; '' where there is none. */
export async function issueOf(path: string, said: string, limits: FileLimits): Promise<Issue | undefined> {
  const found = (await fileTypeFromFile(path))?.mime;
  const [head, { size }] = await Promise.all([headOf(path), stat(path)]);
  return contentIssue({ said, found, head, bytes: size }, limits);
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  const head = new Uint8Array(512);
  try {
    const { bytesRead } = await file.read(head);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
