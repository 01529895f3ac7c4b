/**
 * The files of a restored server: those that a backup holds, and all that are here already. A file is its content, so one that came
 * after the backup does no harm, and is there when a device gives back the record that names it.
 */
import { copyFile, link, mkdir, rename } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../config';
import { diskFiles } from '../files/disk-files';
import { nameOf } from '../files/file-store';
import { syncFile } from '../files/folders';
import { filesFolder, openFiles } from '../files/open-files';
import { measured } from './backup/bytes-of';
import { filesOfBackup, readKept } from './backup/kept-files';
import type { FoundBackup } from './backup/read-backup';

interface RestoredFiles {
  /** in the restored directory */
  files: number;
  /** hashes that the backup names and that could not be read */
  missing: string[];
}

/** Fills `folder` (the new `files`), or the bucket. */
export async function restoreFiles(
  found: FoundBackup,
  config: Pick<Config, 'dataDir' | 'filesBucket'>,
  folder: string,
): Promise<RestoredFiles> {
  const wanted = await filesOfBackup(found);
  if (config.filesBucket) return toBucket(found, config, wanted);
  const here = diskFiles(filesFolder(config.dataDir));
  let files = 0;
  // a file that was thrown away may be named by the older records
  for await (const { sha256 } of here.discarded()) await here.has(sha256);
  for await (const { sha256, bytes } of here.list()) {
    if ((wanted.get(sha256) ?? bytes) !== bytes) continue;
    await takeOver(here.pathOf(sha256), join(folder, nameOf(sha256)));
    wanted.delete(sha256);
    files += 1;
  }
  const missing: string[] = [];
  for (const sha256 of wanted.keys()) {
    if (await fetchKept(found, sha256, join(folder, nameOf(sha256)))) files += 1;
    else missing.push(sha256);
  }
  return { files, missing };
}

/** A second name for the same bytes; a copy where the disk knows none. */
async function takeOver(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await link(from, to).catch(() => copyFile(from, to));
}

async function fetchKept(found: FoundBackup, sha256: string, path: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial`;
  try {
    const { stream, measure } = measured(await readKept(found, sha256));
    await pipeline(stream, createWriteStream(partial));
    if (measure().sha256 !== sha256) return false;
    await syncFile(partial);
    await rename(partial, path);
    return true;
  } catch {
    return false;
  }
}

async function toBucket(
  found: FoundBackup,
  config: Pick<Config, 'dataDir' | 'filesBucket'>,
  wanted: ReadonlyMap<string, number>,
): Promise<RestoredFiles> {
  const files = await openFiles(config);
  const missing: string[] = [];
  for (const [sha256, bytes] of wanted) {
    if (await files.has(sha256)) continue;
    const put = await readKept(found, sha256)
      .then((stream) => files.put(stream, { sha256, maxBytes: bytes }))
      .catch(() => undefined);
    if (put?.ok !== true) missing.push(sha256);
  }
  return { files: wanted.size - missing.length, missing };
}
