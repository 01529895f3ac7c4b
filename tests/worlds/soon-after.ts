/** What comes first to a server that was put back. */
import type { Device } from './device';
import { chainsByDocument, lostOf } from './hostile';
import { lie } from './troubles';
import type { Backup, World } from './world';
import { write } from './write';

/** One that was put back with it and writes something else, one that lies about what was lost, and one that the backup does not know. */
export async function soonAfter(world: World, { phone }: Backup): Promise<void> {
  const { random } = world;
  if (random.chance(0.5) && world.devices.includes(phone.device)) await putBackToo(world, phone);
  if (random.chance(0.5)) await lie(world, (await firstOf(world, holdsLost)) ?? world.pickDevice(), true);
  const forgotten = await firstOf(world, isForgotten);
  if (forgotten && random.chance(0.7)) await world.visit(forgotten);
}

async function putBackToo(world: World, { device, db }: Backup['phone']): Promise<void> {
  device.become(db);
  device.become(await device.copy());
  world.did(`${device.name} is put back as well`, 'devices put back');
  // as far as it is known there
  if (!(await isForgotten(world, device))) await world.visit(device);
  await write(world, device);
  await world.visit(device);
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
