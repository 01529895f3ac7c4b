/**
 * A device asks for a move between two stores of its own site (rule W5). Central makes it, by the same one act as for staff: a device sees
 * neither all documents of an asset nor what others write meanwhile.
 */
import * as z from 'zod';
import { movedAsset } from '#shared/api/fleet';
import { moveAsset } from '../../fleet/move-asset';
import { ApiError } from '../api-error';
import { demandTaker } from '../demand';
import { error, id } from '../schemas';
import type { Api, Services } from '../services';

export function ownMoveRoutes(app: Api, services: Services): void {
  const move = moveAsset(services);
  const { sites, staff } = services.database.registry;

  const entityId = z.string().min(1).max(64);
  const schema = {
    body: z.object({
      /** of the wish: asked for twice, it is made once */
      id: z.uuid(),
      assetId: entityId,
      /** the store that it is in, as the device knows */
      from: id,
      storeId: id,
      /** the person who uses the device, as in what the device writes */
      userId: entityId.optional(),
    }),
    response: { 200: movedAsset, 400: error, 403: error, 409: error },
  };
  app.post('/api/devices/me/moves', { config: { for: 'devices and staff' }, schema }, async (request) => {
    const caller = await demandTaker(services, request);
    if (caller.kind === 'staff') throw new ApiError('not-allowed');
    const { id: cause, assetId, from, storeId, userId = caller.device.id } = request.body;
    const sitesOf = await sites.sitesOfStores([from, storeId]);
    // an answer that decides names the wish (rule M9)
    const about = { move: cause };
    if ([from, storeId].some((store) => sitesOf.get(store) !== caller.device.siteId))
      throw new ApiError('store-left', about);
    // as in changes: at a site nobody writes as staff
    if (await staff.get(userId)) throw new ApiError('bad-request', { ...about, field: 'userId' });
    const by = { deviceId: caller.device.id, userId };
    // to a device "no such asset" is final: rows that lag must not say it
    await services.database.following.reached();
    const moved = await move({ assetId, storeId, by, cause, from });
    if (moved.ok) return { id: assetId, storeId };
    const [{ code }] = moved.issues;
    if (code === 'moved-meanwhile') throw new ApiError(code, about);
    // not 404: that is what a server says that has no such route
    throw new ApiError('bad-request', { ...about, field: code === 'not-found' ? 'assetId' : 'storeId' });
  });
}
