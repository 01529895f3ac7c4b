/** A device's client ids, and its end. */
import * as z from 'zod';
import { freshClientId } from '#shared/api/session';
import { installationId, randomClientId } from '../../new-id';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandStaff, demandTaker, demandWithin, type DeviceCaller } from '../demand';
import { error } from '../schemas';
import type { Api, Services } from '../services';

export function deviceRoutes(app: Api, services: Services): void {
  const { devices } = services.database.registry;

  app.post(
    '/api/devices/me/client-id',
    {
      config: { for: 'devices and staff' },
      schema: { response: { 200: freshClientId, 401: error, 429: error } },
    },
    async (request) => {
      const caller = await demandTaker(services, request);
      const deviceId = caller.kind === 'staff' ? caller.deviceId : caller.device.id;
      const seconds = Math.ceil((await services.clientIds.use(deviceId, 1)) / 1000);
      if (seconds > 0) throw new ApiError('over-budget', { seconds }, { 'retry-after': String(seconds) });
      return { clientId: await devices.renewClientId(deviceId, randomClientId) };
    },
  );

  const left = { response: { 204: z.null(), 401: error, 403: error } };
  app.post(
    '/api/devices/me/leave',
    { config: { for: 'devices and staff' }, schema: left },
    async (request, reply) => {
      const caller = await demandTaker(services, request);
      if (caller.kind === 'staff') throw new ApiError('not-allowed');
      await leave(services, caller.device);
      return reply.status(204).send(null);
    },
  );

  const schema = { params: z.object({ id: z.string().max(64) }), response: { 204: z.null(), 404: error } };
  app.delete('/api/devices/:id', { schema }, async (request, reply) => {
    const { staff, own } = await demandWithin(services, request, 'manage-sites');
    const { id } = request.params;
    const device = await devices.get(id);
    const isTheirs = device?.siteId === undefined ? own.border.whole : own.hasSite(device.siteId);
    if (!device || !isTheirs) throw new ApiError('not-found');
    if (device.kind === 'staff') await demandStaff(services, request, 'manage-users');
    if (await devices.revoke(id, new Date(services.now()).toISOString())) {
      await audit(services, staff, 'device.revoke', id);
      services.sync.closeDevice(id);
      await services.revocations.say(id);
    }
    services.sync.closeDevice(id);
    return reply.status(204).send(null);
  });
}

/** A device that is erased reports it: its key is dead, and another installation can take the place of its site. */
async function leave(
  { database, v6, sync, now }: Services,
  { id, siteId }: DeviceCaller['device'],
): Promise<void> {
  await database.registry.devices.revoke(id, new Date(now()).toISOString());
  const pinned = (await v6?.database.sites.get(siteId))?.hardwareId;
  if (pinned !== undefined && installationId(siteId, pinned) === id) await v6?.database.sites.release(siteId);
  sync.closeDevice(id);
}
