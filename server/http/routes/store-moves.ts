/** A store is made active on another site: the devices of both have their new rights at once. */
import * as z from 'zod';
import { movedStore } from '#shared/api/site';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandWithin } from '../demand';
import { refreshDevices, storesCame } from '../refresh-devices';
import { error, id } from '../schemas';
import type { Api, Services } from '../services';

export function storeMoveRoutes(app: Api, services: Services): void {
  const schema = {
    params: z.object({ id }),
    body: z.object({ siteId: id }),
    response: { 200: movedStore, 400: error, 403: error, 404: error },
  };
  app.post('/api/stores/:id/move', { schema }, async (request) => {
    const { staff, own } = await demandWithin(services, request, 'manage-sites');
    const isTheirs = (await own.hasStore(request.params.id)) && own.hasSite(request.body.siteId);
    if (!isTheirs) throw new ApiError('not-found');
    const at = new Date(services.now()).toISOString();
    const { id: storeId } = request.params;
    const moved = await services.database.registry.sites.moveStore({
      storeId,
      siteId: request.body.siteId,
      at,
    });
    if (!moved.ok) {
      const [issue] = moved.issues;
      throw new ApiError(issue.code === 'not-found' ? 'not-found' : 'nothing-changed', { ...issue });
    }
    const { from, to } = moved.value;
    // first the site that loses it, so that nobody receives records that are no longer theirs
    await refreshDevices(services, from.id);
    await storesCame(services, to.id);
    await audit(services, staff, 'store.move', storeId, { from: from.name, to: to.name });
    return moved.value;
  });
}
