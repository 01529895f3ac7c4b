/** A device of a site that writes without a pause, and remembers the changes that it heard are stored. */
import { change, joinSite, makeSite, signIn, type Device, type Staff } from '../contract/people';
import { asDevice, storeDocument, type Stock } from '../contract/stock';
import type { Waypost } from '../contract/waypost';

export interface BusySite {
  staff: Staff;
  device: Device;
  stock: Stock;
  /** ids of the changes that are acknowledged */
  acknowledged: Set<string>;
  /** Writes until `signal` aborts, or the connection ends. */
  write(signal: AbortSignal): Promise<void>;
}

export async function busySite(waypost: Waypost): Promise<BusySite> {
  const staff = await signIn(waypost);
  const device = await joinSite(staff, await makeSite(staff));
  const stock = asDevice(device, storeDocument(device));
  await stock.synced();
  const acknowledged = new Set<string>();
  const write = async (signal: AbortSignal): Promise<void> => {
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    while (!signal.aborted) {
      const burst = Array.from({ length: 5 }, () =>
        change('asset.create', { assetNumber: `N-${Math.random()}` }, { deviceId: device.deviceId }),
      );
      for (const one of burst) stock.changes.set(one.id, one);
      await Promise.race([stock.stored(), stopped]);
      if (signal.aborted) return;
      for (const { id } of burst) acknowledged.add(id);
    }
  };
  return { staff, device, stock, acknowledged, write };
}

/** All changes of the device's store that a server holds, read by a replica that begins with nothing. */
export async function allChanges(device: Device, waypost: Waypost): Promise<Set<string>> {
  const reader = asDevice({ ...device, waypost }, storeDocument(device));
  await reader.synced();
  const ids = new Set(reader.changes.keys());
  reader.leave();
  return ids;
}
