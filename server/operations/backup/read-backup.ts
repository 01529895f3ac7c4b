/** Reads a backup: finds it, opens it, and unpacks its databases and keys into a folder, each checked against its hash. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../../config';
import { syncFile, syncFolder } from '../../files/folders';
import { StartError } from '../../start-error';
import { databaseVersion } from '../../database/sqlite/migrations';
import { measured } from './bytes-of';
import { isStamp, readManifest, stampsIn, type Manifest, type Part } from './manifest';
import { openTarget } from './open-target';
import { sealingOf, type Sealing } from './sealing';
import { checkDatabase } from './snapshot';
import type { BackupTarget } from './target';

export interface FoundBackup {
  target: BackupTarget;
  sealing: Sealing;
  stamp: string;
  manifest: Manifest;
}

/** `from`: the place given to `backup`, of which the newest counts, or one backup in it. Rejects with StartError. */
export async function findBackup(
  from: string,
  config: Pick<Config, 'dataDir' | 'filesBucket'>,
  passphrase: string | undefined,
): Promise<FoundBackup> {
  const named = basename(from);
  const place = isStamp(named) ? from.slice(0, -named.length).replace(/\/$/, '') : from;
  const target = await openTarget(isStamp(named) && !from.includes('/') ? '.' : place, config);
  const stamps = await stampsIn(target);
  const stamp = isStamp(named) ? stamps.find((each) => each === named) : stamps.at(-1);
  if (stamp === undefined) throw new StartError(`There is no whole backup in ${from}.`);
  const manifest = await readManifest(target, stamp).catch((cause: unknown) => {
    throw new StartError(`The manifest of ${stamp} in ${target.label} cannot be read.`, { cause });
  });
  if (manifest.databaseVersion > databaseVersion())
    throw new StartError(
      `The backup ${stamp} was made by version ${manifest.version}: use that or a newer one.`,
    );
  return { target, stamp, manifest, sealing: await sealingOf(target, manifest.isSealed, passphrase) };
}

/** Rejects with StartError when a part does not match the manifest, or a database is damaged. */
export async function unpack(found: FoundBackup, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { databases, keys, imports } = found.manifest;
  for (const part of [...databases, ...keys, ...imports]) await unpackPart(found, part, folder);
  for (const { name } of databases) await checkDatabase(join(folder, name));
  await syncFolder(folder);
  await syncFolder(dirname(resolve(folder)));
}

async function unpackPart(
  { target, sealing, stamp }: FoundBackup,
  part: Part,
  folder: string,
): Promise<void> {
  const sealed = await target.get(`${stamp}/${part.name}${sealing.suffix}`);
  const { stream, measure } = measured(await sealing.open(sealed));
  const path = join(folder, part.name);
  await mkdir(dirname(path), { recursive: true });
  await pipeline(stream, createWriteStream(path, { mode: 0o600 }));
  await syncFile(path);
  if (measure().sha256 !== part.sha256)
    throw new StartError(`${part.name} of the backup ${stamp} is damaged: use another backup.`);
}
