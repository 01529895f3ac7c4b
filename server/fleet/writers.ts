/** The authors of logs or rounds, by name: a device of a site, or a member of staff. People of a site have their name in their id. */
import type { AssetLog } from '#shared/domain/asset-log';
import type { Registry } from '../database/port/registry';

export interface Writer {
  userId: string;
  name: string;
  /** of a device */
  siteName?: string;
}

export async function writersOf(
  registry: Registry,
  logs: readonly (Pick<AssetLog, 'userId'> & Partial<Pick<AssetLog, 'voidedBy'>>)[],
): Promise<Writer[]> {
  const users = new Map((await registry.staff.list()).map(({ id, displayName }) => [id, displayName]));
  const found = await Promise.all(
    [
      ...new Set(
        logs.flatMap(({ userId, voidedBy }) => (voidedBy === undefined ? userId : [userId, voidedBy])),
      ),
    ].map(async (userId): Promise<Writer[]> => {
      const user = users.get(userId);
      if (user !== undefined) return [{ userId, name: user }];
      const device = await registry.devices.get(userId);
      if (device?.kind !== 'site') return [];
      const site = device.siteId === undefined ? undefined : await registry.sites.get(device.siteId);
      return [{ userId, name: device.name, ...(site && { siteName: site.name }) }];
    }),
  );
  return found.flat();
}
