/** Staff merge two records of one piece: the one that is named in the address is taken into the other, which keeps its number. */
import * as z from 'zod';
import { storesBorder } from '../../country/within';
import { mergeAssets, separateAsset } from '../../fleet/merge-assets';
import { ApiError } from '../api-error';
import { assetWithin, demandAsset } from '../asset-of';
import { audit } from '../audit';
import { demandWithin } from '../demand';
import { mergedAsset } from '#shared/api/fleet';
import { error, id } from '../schemas';
import type { Api, Services } from '../services';

export function mergeRoutes(app: Api, services: Services): void {
  const merge = mergeAssets(services);

  const schema = {
    params: z.object({ id: z.string().max(64) }),
    body: z.object({ into: id }),
    response: { 200: mergedAsset, 400: error, 403: error, 404: error },
  };
  app.post('/api/assets/:id/merge', { schema }, async (request) => {
    const { staff, own } = await demandWithin(services, request, 'merge-equipment');
    const { id: assetId } = request.params;
    const { into } = request.body;
    await demandAsset(services, own, assetId);
    if (!(await assetWithin(services, own, into))) throw new ApiError('bad-request', { field: 'into' });
    const by = { deviceId: staff.deviceId, userId: staff.user.id };
    const merged = await merge({ assetId, into, by, ...(await storesBorder(own)) });
    if (!merged.ok) {
      const [issue] = merged.issues;
      throw new ApiError(issue.code === 'not-found' ? 'not-found' : 'bad-request', { ...issue });
    }
    if (merged.value.merged) await audit(services, staff, 'asset.merge', assetId, { into });
    return { id: assetId, mergedInto: into };
  });

  const separate = separateAsset(services);
  const ending = { params: schema.params, response: { 200: mergedAsset, 403: error, 404: error } };
  app.delete('/api/assets/:id/merge', { schema: ending }, async (request) => {
    const { staff, own } = await demandWithin(services, request, 'merge-equipment');
    const { id: assetId } = request.params;
    await demandAsset(services, own, assetId);
    const by = { deviceId: staff.deviceId, userId: staff.user.id };
    const separated = await separate({ assetId, by, ...(await storesBorder(own)) });
    if (!separated.ok) throw new ApiError('not-found');
    if (separated.value.separated) await audit(services, staff, 'asset.separate', assetId, {});
    return { id: assetId };
  });
}
