/** The standing of a caller at central now: a device learns its site and stores again, staff their rights. */
import * as z from 'zod';
import { me, type Me } from '#shared/api/session';
import { secretOf } from '../../auth/device-tokens';
import { demandTaker, type DeviceCaller } from '../demand';
import { error } from '../schemas';
import type { Api, Services } from '../services';

export function meRoutes(app: Api, services: Services): void {
  const { sites, devices } = services.database.registry;

  app.get(
    '/api/devices/me',
    {
      config: { for: 'devices and staff' },
      schema: {
        querystring: z.object({ sign: z.literal('token').optional() }),
        response: { 200: me, 401: error },
      },
    },
    async (request): Promise<Me> => {
      const caller = await demandTaker(services, request);
      if (caller.kind === 'staff') {
        const { id, username, displayName, permissions, regionIds } = caller.user;
        const user = { id, username, displayName, permissions, ...(regionIds && { regionIds }) };
        return { kind: 'staff', deviceId: caller.deviceId, user };
      }
      const { id: deviceId, name, siteId } = caller.device;
      const found = await sites.get(siteId);
      const site = { id: siteId, code: found?.code ?? '', name: found?.name ?? '' };
      const colleagues = (await devices.ofSites([siteId]))
        .filter((device) => device.kind === 'site' && device.id !== deviceId)
        .map((device) => ({ id: device.id, name: device.name }));
      const signedToken = request.query.sign === undefined ? undefined : await signedFor(services, caller);
      return {
        ...{ kind: 'device', deviceId, name, site, stores: found?.stores ?? [], colleagues },
        ...(signedToken !== undefined && { signedToken }),
      };
    },
  );
}

/** A device asks once in its life: then it can show, to a database that was put back to before it joined, who gave it its token. */
const signedFor = (
  { deviceTokens }: Pick<Services, 'deviceTokens'>,
  { token, device: { id: deviceId, siteId, name, joinedAt } }: DeviceCaller,
): Promise<string | undefined> => deviceTokens.sign(secretOf(token), { deviceId, siteId, name, joinedAt });
