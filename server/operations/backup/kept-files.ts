/** The photos and documents of all backups of a place: each content is kept there once, under its hash. */
import { Readable } from 'node:stream';
import type { Config } from '../../config';
import { nameOf, type FileStore } from '../../files/file-store';
import { openFiles } from '../../files/open-files';
import { measured, textOf } from './bytes-of';
import type { Manifest } from './manifest';
import type { Sealing } from './sealing';
import type { BackupTarget } from './target';

const LIST = 'files.txt';
const FOLDER = 'files';

interface Place {
  target: BackupTarget;
  sealing: Sealing;
  stamp: string;
}

const keptName = (sha256: string, { suffix }: Sealing): string => `${FOLDER}/${nameOf(sha256)}${suffix}`;

/** Brings files that are not kept yet, and writes down those that this backup needs. */
export async function keepFiles(
  config: Pick<Config, 'dataDir' | 'filesBucket'>,
  place: Place,
): Promise<Manifest['files']> {
  const files = await openFiles(config);
  const kept = new Set(await place.target.list(FOLDER));
  const damaged: string[] = [];
  const lines: string[] = [];
  let bytes = 0;
  for await (const { sha256, bytes: size } of files.list()) {
    const isKept = kept.has(keptName(sha256, place.sealing)) || (await keepOne(files, sha256, place));
    if (!isKept) damaged.push(sha256);
    else {
      lines.push(`${sha256} ${size}\n`);
      bytes += size;
    }
  }
  const list = await putList(place, lines);
  return { count: lines.length, bytes, list, damaged };
}

/** False when the bytes do not match the name: a file that is damaged here must not pass for a backup. */
async function keepOne(files: FileStore, sha256: string, { target, sealing }: Place): Promise<boolean> {
  const found = await files.get(sha256);
  if (!found) return false;
  const { stream, measure } = measured(found.stream);
  const name = keptName(sha256, sealing);
  await target.put(name, await sealing.seal(stream));
  if (measure().sha256 === sha256) return true;
  await target.remove(name);
  return false;
}

async function putList({ target, sealing, stamp }: Place, lines: string[]) {
  const { stream, measure } = measured(Readable.from(lines.map((line) => Buffer.from(line))));
  await target.put(`${stamp}/${LIST}${sealing.suffix}`, await sealing.seal(stream));
  return { name: LIST, ...measure() };
}

/** The files that a backup needs: their hashes, and their sizes in bytes. */
export async function filesOfBackup({ target, sealing, stamp }: Place): Promise<Map<string, number>> {
  const text = await textOf(await sealing.open(await target.get(`${stamp}/${LIST}${sealing.suffix}`)));
  return new Map(
    text.split('\n').flatMap((line): [string, number][] => {
      const [sha256 = '', bytes] = line.split(' ');
      return sha256 === '' ? [] : [[sha256, Number(bytes)]];
    }),
  );
}

export const readKept = async ({ target, sealing }: Place, sha256: string): Promise<Readable> =>
  sealing.open(await target.get(keptName(sha256, sealing)));

/** Removes files that no backup needs any more. */
export async function dropUnneeded(target: BackupTarget, needed: ReadonlySet<string>): Promise<number> {
  let dropped = 0;
  for (const name of await target.list(FOLDER)) {
    const sha256 =
      name
        .split('/')
        .at(-1)
        ?.replace(/\.age$/, '') ?? '';
    if (needed.has(sha256)) continue;
    await target.remove(name);
    dropped += 1;
  }
  return dropped;
}
