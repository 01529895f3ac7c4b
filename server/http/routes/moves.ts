/** Staff move an asset to another store, of the same site or of another. */
import * as z from 'zod';
import { movedAsset } from '#shared/api/fleet';
import { storesBorder } from '../../country/within';
import { moveAsset } from '../../fleet/move-asset';
import { ApiError } from '../api-error';
import { demandAsset } from '../asset-of';
import { audit } from '../audit';
import { demandWithin } from '../demand';
import { error, id } from '../schemas';
import type { Api, Services } from '../services';

export function moveRoutes(app: Api, services: Services): void {
  const move = moveAsset(services);

  const schema = {
    params: z.object({ id: z.string().max(64) }),
    body: z.object({ storeId: id }),
    response: { 200: movedAsset, 400: error, 403: error, 404: error },
  };
  app.post('/api/assets/:id/move', { schema }, async (request) => {
    const { staff, own } = await demandWithin(services, request, 'move-equipment');
    const { id: assetId } = request.params;
    const { storeId } = request.body;
    await demandAsset(services, own, assetId);
    if (!(await own.hasStore(storeId))) throw new ApiError('bad-request', { field: 'storeId' });
    const by = { deviceId: staff.deviceId, userId: staff.user.id };
    const moved = await move({ assetId, storeId, by, ...(await storesBorder(own)) });
    if (!moved.ok) {
      const [issue] = moved.issues;
      if (issue.code === 'not-found') throw new ApiError('not-found');
      throw new ApiError(issue.code === 'bad-field' ? 'bad-request' : 'refused', { ...issue });
    }
    if (moved.value.moved) await audit(services, staff, 'asset.move', assetId, { storeId });
    return { id: assetId, storeId };
  });
}
