/** What goes wrong around a programme: a second server, disks that are full, devices that lie. */
import { expect } from 'vitest';
import type { PostgresDatabase } from '../../server/database/postgres/open-postgres';
import { garbage, spoilBodies } from '../postgres/copies';
import { storageOf } from '../sync/replicas';
import type { Device } from './device';
import { attack } from './hostile';
import { faultyLink } from './link';
import { SecondCentral } from './second-central';
import type { World } from './world';

/** A backup is restored while the server that ran goes on, under another address. */
export async function restoreBesides(world: World): Promise<void> {
  const [first, ...others] = world.backups;
  if (!first || world.second) return;
  const backup = world.random.pick([first, ...others]);
  world.second = await SecondCentral.start(world.programme, {
    now: world.time.now,
    dataDir: world.disk.another(),
  });
  world.did(`restore ${world.backups.indexOf(backup) + 1}, and the server before goes on`, 'second servers');
  await world.restoreTo(backup);
}

/** Answers whether there is one. */
export async function visitSecond(world: World, device: Device): Promise<boolean> {
  const { second } = world;
  if (!second) return false;
  const visit = (): Promise<string> => device.visit(second.reached());
  const code = await world.oracle.ofVisit(device, visit, second);
  await world.ledger.seeCentral(second.database, false);
  await world.ledger.seeDevice(device.replica.db);
  world.did(`${device.name} visits the server of before: ${code}`, 'visits at second servers');
  return true;
}

/** A second process serves the same database meanwhile, and the device comes to that one. */
export async function visitBeside(world: World, device: Device): Promise<void> {
  const other = await SecondCentral.beside(world.programme, {
    now: world.time.now,
    dataDir: world.disk.folder,
  });
  if (!other) return;
  try {
    const code = await world.oracle.ofVisit(device, () => device.visit(other.reached()), other);
    world.did(`${device.name} visits a second process: ${code}`, 'visits at second processes');
  } finally {
    await other.stop();
  }
  await world.ledger.seeCentral(world.programme.database, false);
  await world.ledger.seeDevice(device.replica.db);
}

/** A disk spoils what the process keeps of the log; once, since the next copy is made only after a minute. */
export async function spoilCopy(world: World): Promise<void> {
  const { ownCopy } = world.programme.database as Partial<PostgresDatabase>;
  const last = await world.programme.database.changes.lastSeq();
  if (!ownCopy || ownCopy.madeAgain > 0 || last === 0) return;
  await spoilBodies(ownCopy.local.path, 1 + world.random.below(last), garbage);
  world.did('a disk spoils the copy of the log', 'copies spoilt');
}

export async function stopSecond(world: World): Promise<void> {
  if (!world.second) return;
  await world.second.stop();
  world.second = undefined;
  world.did('the server of before is stopped', 'second servers stopped');
}

/** The disk of the server takes nothing while a device visits: nothing is acknowledged, and nothing is lost. */
export async function visitFullServer(world: World, device: Device): Promise<void> {
  const { programme, random } = world;
  await programme.keeping.setFull(programme.database, true);
  const before = await programme.database.changes.lastSeq();
  const link = faultyLink(random, { cutAfter: 40, overtaken: 0 });
  await world.oracle.ofCutVisit(device, () => device.visitOver(link));
  await programme.keeping.setFull(programme.database, false);
  await world.ledger.seeCentral(programme.database, false);
  await world.ledger.seeDevice(device.replica.db);
  const stored = (await programme.database.changes.lastSeq()) - before;
  world.did(`${device.name} visits while the server is full: ${stored} stored`, 'visits at a full server');
}

/** The storage of a device takes nothing while it visits. */
export async function visitFull(world: World, device: Device): Promise<void> {
  const link = faultyLink(world.random, { cutAfter: 60, overtaken: 0 });
  const { db } = device.replica;
  storageOf(db).isFull = true;
  await world.oracle.ofCutVisit(device, () => device.visitOver(link));
  storageOf(db).isFull = false;
  await world.ledger.seeCentral(world.programme.database, false);
  await world.ledger.seeDevice(db);
  world.did(`${device.name} is full and visits`, 'visits of full devices');
}

/** `isRestored`: it tries what a restore may let it do. */
export async function lie(world: World, device: Device, isRestored = false): Promise<void> {
  let tried: string | undefined;
  await world.oracle.ofLie(device, async () => void (tried = await attack(world, device, isRestored)));
  if (tried !== undefined) world.did(`${device.name} lies: it ${tried}`, 'lies of devices');
}

/** Forged words are nowhere. */
export async function expectNothingForged(world: World): Promise<void> {
  const stored = await world.programme.database.changes.after(0, 1_000_000);
  expect(stored.filter(({ change }) => change.patch['donor'] === 'FORGED')).toEqual([]);
}
