/** Sites as staff see them: with their devices, and when one of these was last heard. */
import * as z from 'zod';
import type { DeviceRecord, SiteRecord } from '../store/registry-port';
import { device, site } from './schemas';
import type { Services } from './services';

export const siteWithDevices = site.extend({ devices: z.array(device), lastContact: z.string().optional() });
export type SiteAnswer = z.infer<typeof siteWithDevices>;

export async function withDevices(
  { store, contacts }: Services,
  records: readonly SiteRecord[],
): Promise<SiteAnswer[]> {
  await contacts.write();
  const all = await store.registry.devices.ofSites(records.map((record) => record.id));
  return records.map((record) => {
    const devices = all.filter(({ siteId }) => siteId === record.id);
    const lastContact = devices
      .flatMap((found) => found.lastContact ?? [])
      .sort()
      .at(-1);
    return { ...record, devices: devices.map(toDevice), ...(lastContact !== undefined && { lastContact }) };
  });
}

const toDevice = ({
  id: deviceId,
  name: deviceName,
  joinedAt,
  lastContact,
  appVersion,
  revokedAt,
}: DeviceRecord): z.infer<typeof device> => ({
  id: deviceId,
  name: deviceName,
  joinedAt,
  lastContact,
  appVersion,
  revoked: revokedAt !== undefined,
  revokedAt,
});
