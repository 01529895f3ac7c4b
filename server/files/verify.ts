/** Checks that the bytes of every file still match its name, and that every file that records name is here. Reads only. */
import type { FileReference } from '#shared/domain/file-reference';
import { counted } from '../counted';
import { hashOfBytes } from './arrival';
import type { FileStore } from './file-store';

interface Verified {
  files: number;
  bytes: number;
  /** hashes under which other bytes lie, or that cannot be read */
  broken: string[];
  /** references whose bytes are not here: they may still be on a device */
  missing: { id: string; sha256: string; fileName: string }[];
  /** references that people removed: those whose bytes are kept still, and those whose bytes are not here */
  removed: { kept: number; gone: number };
}

/** Hashes everything; `references` are the file rows to look for. */
export async function verifyFiles(
  files: FileStore,
  references: readonly Pick<FileReference, 'id' | 'sha256' | 'fileName' | 'deletedAt'>[],
): Promise<Verified> {
  const verified: Verified = { files: 0, bytes: 0, broken: [], missing: [], removed: { kept: 0, gone: 0 } };
  for await (const { sha256, bytes } of files.list()) {
    verified.files += 1;
    verified.bytes += bytes;
    if ((await hashStored(files, sha256)) !== sha256) verified.broken.push(sha256);
  }
  for (const { id, sha256, fileName, deletedAt } of references) {
    const isHere = sha256 !== '' && (await files.has(sha256));
    if (deletedAt !== undefined) verified.removed[isHere ? 'kept' : 'gone'] += 1;
    else if (!isHere && sha256 !== '') verified.missing.push({ id, sha256, fileName });
  }
  return verified;
}

/** Undefined when the file cannot be read. */
async function hashStored(files: FileStore, sha256: string): Promise<string | undefined> {
  const found = await files.get(sha256);
  return found && hashOfBytes(found.stream).catch(() => undefined);
}

/** The report, a line each. */
export const reportOf = ({ files, bytes, broken, missing, removed }: Verified): string[] => [
  `${counted(files, 'file')}, ${counted(bytes, 'byte')}; damaged: ${broken.length}.`,
  ...broken.map((sha256) => `damaged  ${sha256}`),
  `Files that records name and that have not arrived: ${missing.length}.`,
  ...missing.map(({ sha256, id, fileName }) => `missing  ${sha256}  ${id}  ${fileName}`),
  `Files that people removed: ${removed.kept + removed.gone}, of which kept still: ${removed.kept}, not here any more: ${removed.gone}.`,
];
