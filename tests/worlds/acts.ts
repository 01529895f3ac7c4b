/** The acts that may happen in a world, and their frequency. Each act does nothing where it makes no sense. */
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { updateStatus } from '#shared/commands/update-status';
import type { ReplicaDatabase } from '../../src/replica/database';
import { fridge } from '../sync/replicas';
import { must } from '../sync/restored';
import { NEWER } from './app';
import { YEARS } from './clocks';
import type { Device } from './device';
import { chainsByDocument, lostOf } from './hostile';
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
import type { World } from './world';

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

async function write(world: World, device: Device): Promise<void> {
  const { random } = world;
  const { name, replica } = device;
  const stores = await device.stores();
  const storeId = stores[random.below(stores.length)];
  if (storeId === undefined) return;
  const known = await replica.db.assets.where('storeId').equals(storeId).toArray();
  const any = known[random.below(known.length)];
  const number = (world.made += 1);
  if (!any || random.chance(0.4)) {
    const id = `asset-${number}`;
    must(await replica.commit(addAsset, { ...fridge(`N-${number}`, id), storeId }));
    return world.did(`${name} adds ${id}`, 'changes made');
  }
  if (random.chance(0.5)) {
    must(await replica.commit(editAsset, { id: any.id, values: { notes: `${name} ${number}` } }));
    return world.did(`${name} edits ${any.id}`, 'changes made');
  }
  const functionalStatus = random.pick([
    'FUNCTIONING',
    'DECOMMISSIONED',
    device.isOld ? 'FUNCTIONING' : NEWER,
  ] as const);
  must(await replica.commit(updateStatus, { assetId: any.id, functionalStatus }));
  world.did(`${name} logs ${functionalStatus} of ${any.id}`, 'changes made');
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
  backups.push({ path: await programme.backup(), files: disk.backUp(), acts: acts.length });
  world.did(`backup ${world.backups.length}`, 'backups');
}

async function restore(world: World): Promise<void> {
  const [first, ...others] = world.backups;
  if (!first) return;
  const backup = world.random.pick([first, ...others]);
  world.did(`restore ${world.backups.indexOf(backup) + 1}`, 'restores');
  await world.restoreTo(backup);
  await soonAfter(world);
}

/** The first that come to a server that was put back: one that lies about what was lost, and one that the backup does not know. */
async function soonAfter(world: World): Promise<void> {
  const { random } = world;
  if (random.chance(0.5)) await lie(world, (await firstOf(world, holdsLost)) ?? world.pickDevice(), true);
  const forgotten = await firstOf(world, isForgotten);
  if (forgotten && random.chance(0.7)) await world.visit(forgotten);
}

/** From any device on. */
async function firstOf(
  world: World,
  is: (world: World, device: Device) => Promise<boolean>,
): Promise<Device | undefined> {
  const from = world.random.below(world.devices.length);
  for (const device of [...world.devices.slice(from), ...world.devices.slice(0, from)])
    if (await is(world, device)) return device;
  return undefined;
}

const isForgotten = async ({ programme }: World, { replica }: Device): Promise<boolean> => {
  const { deviceId = '' } = (await replica.db.identity.get('me')) ?? {};
  return (await programme.database.registry.devices.get(deviceId)) === undefined;
};

const holdsLost = async (world: World, { replica: { db } }: Device): Promise<boolean> => {
  const names = new Set(await chainsByDocument(db));
  return (
    (
      await lostOf(
        world,
        db,
        [...names].filter((name) => name.startsWith('store/')),
      )
    ).length > 0
  );
};

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
