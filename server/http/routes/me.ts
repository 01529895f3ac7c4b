/** The standing of a caller at central now: a device learns its site and stores again, staff their rights. */
import { me, type Me } from '#shared/api/session';
import { signedToken } from '#shared/api/signed-token';
import { secretOf } from '../../auth/device-tokens';
import { demandTaker } from '../demand';
import { ApiError } from '../api-error';
import { error } from '../schemas';
import type { Api, Services } from '../services';

export function meRoutes(app: Api, services: Services): void {
  const { sites, devices } = services.database.registry;

  app.get(
    '/api/devices/me',
    { config: { for: 'devices and staff' }, schema: { response: { 200: me, 401: error } } },
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
      return { kind: 'device', deviceId, name, site, stores: found?.stores ?? [], colleagues };
    },
  );

  // once in the life of a device: with it, it can show a database that was put back to before it joined who gave it its token
  app.post(
    '/api/devices/me/token',
    {
      config: { for: 'devices and staff' },
      schema: { response: { 200: signedToken, 401: error, 403: error } },
    },
    async (request) => {
      const caller = await demandTaker(services, request);
      if (caller.kind === 'staff') throw new ApiError('not-allowed');
      const { id: deviceId, siteId, name, joinedAt } = caller.device;
      const holder = { deviceId, siteId, name, joinedAt };
      const signed = await services.deviceTokens.sign(secretOf(caller.token), holder);
      return signed === undefined ? {} : { signedToken: signed };
    },
  );
}
