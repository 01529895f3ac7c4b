/** A person writes something on a device. */
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { updateStatus } from '#shared/commands/update-status';
import { fridge } from '../sync/replicas';
import { must } from '../sync/restored';
import { NEWER } from './app';
import type { Device } from './device';
import type { World } from './world';

export async function write(world: World, device: Device): Promise<void> {
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
