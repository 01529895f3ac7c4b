/** Photos in a world: devices take and send them, uploads are cut, and a restore may bring the disk of the backup or find the one that was. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { attachFile } from '#shared/commands/attach-file';
import { keepFile } from '../../src/replica/files/keep-file';
import { jpeg } from '../server/upload';
import { preparedFile } from '../sync/files';
import { must } from '../sync/restored';
import type { Device } from './device';
import type { World } from './world';

/** The folder of one world: what lies on the disk of its server beside the database. */
export class Disk {
  readonly folder = mkdtempSync(join(tmpdir(), 'waypost-world-'));
  #copies = 0;

  /** Returns the copy. */
  backUp(): string {
    const copy = join(this.folder, `backup-${(this.#copies += 1)}`);
    if (existsSync(this.#files)) cpSync(this.#files, copy, { recursive: true });
    return copy;
  }

  /** The folder of another server that has the same files. */
  another(): string {
    const folder = join(this.folder, `server-${(this.#copies += 1)}`);
    if (existsSync(this.#files)) cpSync(this.#files, join(folder, 'files'), { recursive: true });
    return folder;
  }

  /** The disk is another one, with what the backup has. */
  putBack(copy: string): void {
    rmSync(this.#files, { recursive: true, force: true });
    if (existsSync(copy)) cpSync(copy, this.#files, { recursive: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #files(): string {
    return join(this.folder, 'files');
  }
}

export async function photograph(world: World, device: Device): Promise<void> {
  const { random } = world;
  const { name, replica, now } = device;
  const stores = await device.stores();
  const storeId = stores[random.below(stores.length)] ?? '';
  const known = await replica.db.assets.where('storeId').equals(storeId).toArray();
  const any = known[random.below(known.length)];
  if (!any) return;
  const number = (world.made += 1);
  // some fit into the announcement of an upload, others take several pieces
  const bytes = jpeg((random.chance(0.5) ? 500 : 90_000) + number);
  const facts = must(await keepFile(replica.db, preparedFile(bytes), storeId, now()));
  must(await replica.commit(attachFile, { ownerTable: 'asset', ownerId: any.id, ...facts }));
  world.did(`${name} takes a photo of ${any.id}, ${bytes.length} bytes`, 'photos');
}

/** A visit that lasts until all photos are at central, also those that it has lost; `cutsIt`: the server is killed in its midst. */
export async function sendPhotos(
  world: World,
  device: Device,
  { cutsIt = false, asksForAll = false } = {},
): Promise<void> {
  const { random, programme } = world;
  const turns = random.below(400);
  await world.oracle.ofCutVisit(device, () =>
    device.visitWithFiles(async () => {
      if (!cutsIt) return;
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      await programme.kill();
    }, asksForAll),
  );
  await world.ledger.seeCentral(programme.database, false);
  await world.ledger.seeDevice(device.replica.db);
  world.did(`${device.name} sends photos${cutsIt ? ', and the server is killed' : ''}`, 'visits with photos');
}

export const hasPhotos = async ({ replica }: Device): Promise<boolean> =>
  (await replica.db.fileBytes.count()) > 0;

/** Contents that stand on central's disk or on a living device. */
export async function heldContents({ programme, devices }: World): Promise<Set<string>> {
  const held = new Set<string>();
  for (const { replica } of devices)
    for (const { sha256 } of await replica.db.fileBytes.toArray()) held.add(sha256);
  for (const sha256 of await namedAtCentral(programme.database))
    if (await programme.central.files.has(sha256)) held.add(sha256);
  return held;
}

async function namedAtCentral(database: World['programme']['database']): Promise<Set<string>> {
  const rows = await database.rows.all('file');
  return new Set(rows.flatMap(({ sha256, deletedAt }) => (deletedAt === undefined ? [sha256] : [])));
}

/** Everything that a record names and anybody held is at central. */
export async function expectPhotos({ programme, devices }: World, held: ReadonlySet<string>): Promise<void> {
  const missing: string[] = [];
  for (const sha256 of await namedAtCentral(programme.database))
    if (held.has(sha256) && !(await programme.central.files.has(sha256))) missing.push(sha256);
  const holders = async (sha256: string): Promise<unknown[]> => {
    const found = [];
    for (const { name, replica } of devices) {
      const copy = await replica.db.fileCopies.get(sha256);
      const named = await replica.db.files.where('sha256').equals(sha256).toArray();
      if (copy) found.push({ name, copy, named });
    }
    return found;
  };
  const told = await Promise.all(missing.map(async (sha256) => ({ sha256, held: await holders(sha256) })));
  expect(told).toEqual([]);
}
