/** The acts that may happen in a world, and their frequency. Each act does nothing where it makes no sense. */
import type { ReplicaDatabase } from '../../src/replica/database';
import { YEARS } from './clocks';
import type { Device } from './device';
import { faultyLink, type FaultyLink } from './link';
import { storedAt } from './ledger';
import { moveStore } from './stores';
import { beginAgain, cycle, cycleBadly, killInCycle, writeAtSite } from './open-msupply/acts';
import { photograph, sendPhotos } from './photos';
import {
  lie,
  restoreBesides,
  spoilCopy,
  stopSecond,
  visitBeside,
  visitFull,
  visitFullServer,
  visitSecond,
} from './troubles';
import { soonAfter } from './soon-after';
import type { World } from './world';
import { write } from './write';

const copies = new WeakMap<World, { device: Device; db: ReplicaDatabase }[]>();

export async function chooseAct(world: World): Promise<void> {
  const { random } = world;
  const device = world.pickDevice();
  const acts: readonly [number, () => Promise<void>][] = [
    [8, () => write(world, device)],
    [7, async () => void (await world.visit(device))],
    [4, () => visitBadly(world, device)],
    [1, () => killEngine(world, device)],
    [1, () => killServer(world, device)],
    [1, () => restart(world)],
    [2, () => staffWrite(world)],
    [1, () => move(world)],
    [2, () => backUp(world)],
    [1, () => restore(world)],
    [1, () => copy(world, device)],
    [1, () => putBack(world)],
    [1, () => shutOut(world, device)],
    [1, () => join(world)],
    [1, () => setClock(world, device)],
    [1, () => update(world, device)],
    [1, () => lose(world, device)],
    [0.5, () => restoreBesides(world)],
    [2, async () => void (await visitSecond(world, device))],
    [0.3, () => stopSecond(world)],
    [world.size.inPostgres ? 2 : 0, () => visitBeside(world, device)],
    [world.size.inPostgres ? 1 : 0, () => spoilCopy(world)],
    [0.7, () => visitFullServer(world, device)],
    [0.7, () => visitFull(world, device)],
    [2, () => lie(world, device)],
    [0.3, () => pass(world)],
    [world.size.storeMoves, () => moveStore(world)],
    [3, () => writeAtSite(world)],
    [3, () => cycle(world)],
    [1, () => cycleBadly(world)],
    [0.7, () => killInCycle(world)],
    [0.5, () => beginAgain(world)],
    [2, () => photograph(world, device)],
    [1.5, () => sendPhotos(world, device)],
    [0.7, () => sendPhotos(world, device, { cutsIt: true })],
  ];
  let left = random.next() * acts.reduce((sum, [weight]) => sum + weight, 0);
  await acts.find(([weight]) => (left -= weight) < 0)?.[1]();
}

const badLink = ({ random }: World): FaultyLink =>
  faultyLink(random, { cutAfter: 3 + random.below(60), overtaken: random.chance(0.5) ? 0.1 : 0 });

async function visitBadly(world: World, device: Device): Promise<void> {
  await world.oracle.ofCutVisit(device, () => device.visitOver(badLink(world)));
  await seen(world, device);
  world.did(`${device.name} visits over a bad link`, 'visits over bad links');
}

/** Its database is as it was when the process ended; later work of the engine is lost. */
async function killEngine(world: World, device: Device): Promise<void> {
  let left: ReplicaDatabase | undefined;
  const snapshot = async (): Promise<void> => void (left = await device.snapshot());
  await world.oracle.ofCutVisit(device, () => device.visitOver(badLink(world), snapshot));
  if (left) device.become(left);
  await seen(world, device);
  world.did(`${device.name} is killed`, 'kills of engines');
}

async function killServer(world: World, device: Device): Promise<void> {
  await world.oracle.ofCutVisit(device, () => device.visitOver(badLink(world), () => world.programme.kill()));
  await seen(world, device);
  world.did(`the server is killed while ${device.name} visits`, 'kills of the server');
}

async function seen(world: World, { replica }: Device): Promise<void> {
  await world.ledger.seeCentral(world.programme.database, false);
  await world.ledger.seeDevice(replica.db);
}

async function restart(world: World): Promise<void> {
  await world.programme.restart();
  world.did('the server starts again', 'starts of the server');
}

const created = async ({ programme }: World) =>
  (await storedAt(programme.database)).filter(({ change }) => change.kind === 'asset.create');

async function staffWrite(world: World): Promise<void> {
  const { random, programme } = world;
  const number = (world.made += 1);
  const site = random.pick(world.sites);
  const written = world.documentOf(site);
  const here = (await created(world)).filter(({ document }) => document === written);
  const any = here[random.below(here.length)];
  if (any && random.chance(0.6)) {
    const { entityId } = any.change;
    const edit = { kind: 'asset.edit', entityId, patch: { donor: `D${number}` } };
    await programme.author(written, edit);
    world.did(`staff edit ${entityId}`, 'changes made');
  } else {
    const patch = { code: `C${number}`, name: `Item ${number}` };
    await programme.author('config', { kind: 'item.create', entityId: `item-${number}`, patch });
    world.did(`staff add item-${number}`, 'changes made');
  }
  await world.ledger.seeCentral(programme.database, false);
}

async function move(world: World): Promise<void> {
  const { random, programme } = world;
  const assets = await created(world);
  const any = assets[random.below(assets.length)];
  if (!any) return;
  const storeId = random.pick(random.pick(world.sites).stores);
  const status = await programme.move(any.change.entityId, storeId);
  await world.ledger.seeCentral(programme.database, false);
  world.did(`staff move ${any.change.entityId} to ${storeId}: ${status}`, 'moves');
}

async function backUp(world: World): Promise<void> {
  const { backups, programme, disk, acts } = world;
  const device = world.pickDevice();
  const phone = { device, db: await device.copy() };
  backups.push({ path: await programme.backup(), files: disk.backUp(), acts: acts.length, phone });
  world.did(`backup ${world.backups.length}`, 'backups');
}

async function restore(world: World): Promise<void> {
  const [first, ...others] = world.backups;
  if (!first) return;
  const backup = world.random.pick([first, ...others]);
  world.did(`restore ${world.backups.indexOf(backup) + 1}`, 'restores');
  await world.restoreTo(backup);
  await soonAfter(world, backup);
}

async function copy(world: World, device: Device): Promise<void> {
  const kept = copies.get(world) ?? [];
  copies.set(world, [...kept, { device, db: await device.copy() }]);
  world.did(`copy of ${device.name}`, 'copies of devices');
}

/** A device is put back to a copy of it: its changes since then are gone from it. */
async function putBack(world: World): Promise<void> {
  const [first, ...others] = (copies.get(world) ?? []).filter(({ device }) => world.devices.includes(device));
  if (!first) return;
  const { device, db } = world.random.pick([first, ...others]);
  device.become(db);
  device.become(await device.copy());
  world.did(`${device.name} is put back`, 'devices put back');
}

async function shutOut(world: World, device: Device): Promise<void> {
  await world.programme.revoke(device.replica);
  world.did(`${device.name} is shut out`, 'devices shut out');
}

async function join(world: World): Promise<void> {
  if (world.devices.length < world.size.mostDevices) await world.join(world.random.pick(world.sites));
}

async function setClock(world: World, device: Device): Promise<void> {
  device.aheadMs = world.random.chance(0.3) ? 0 : Math.round((world.random.next() * 20 - 10) * YEARS);
  world.did(`the clock of ${device.name} is ${Math.round(device.aheadMs / YEARS)} years ahead`, 'clocks set');
}

async function update(world: World, device: Device): Promise<void> {
  if (!device.isOld) return;
  device.update();
  world.did(`${device.name} gets the newer app`, 'updates of the app');
}

/** It falls into a river: nobody has the changes that only it had. */
async function lose(world: World, device: Device): Promise<void> {
  if (world.devices.length < 3) return;
  world.devices.splice(world.devices.indexOf(device), 1);
  world.did(`${device.name} is lost`, 'devices lost');
}

async function pass(world: World): Promise<void> {
  if (world.random.chance(0.5)) world.time.passYear();
  else world.time.passDay();
  world.programme.signOut();
  world.did(`it is ${new Date(world.time.now()).toISOString()}`, 'days and years passed');
}
