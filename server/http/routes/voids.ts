/** Staff void a log that is wrong: it stays in the history and counts no more (rule L7). */
import * as z from 'zod';
import { voidedLog } from '#shared/api/fleet';
import { storeDocument, yearOf } from '#shared/change/documents';
import { startClock, stampOver } from '#shared/change/hlc';
import { storesBorder } from '../../country/within';
import { newId } from '../../new-id';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandWithin } from '../demand';
import { error } from '../schemas';
import type { Api, Services } from '../services';

export function voidRoutes(app: Api, services: Services): void {
  const schema = {
    params: z.object({ id: z.string().max(64) }),
    response: { 200: voidedLog, 403: error, 404: error },
  };
  app.post('/api/logs/:id/void', { schema }, async (request) => {
    const { staff, own } = await demandWithin(services, request, 'record-status');
    const { id } = request.params;
    const log = await services.database.rows.row('assetLog', id);
    const asset = log && (await services.database.rows.row('asset', log.assetId));
    if (!log || !asset || !(await own.hasStore(asset.storeId))) throw new ApiError('not-found');
    if (log.voidedAt !== undefined) return { id, assetId: log.assetId };
    const now = services.now();
    const author = { deviceId: staff.deviceId, userId: staff.user.id };
    const { hlc } = stampOver(startClock, now, author.deviceId, []);
    const change = {
      ...{ id: newId(now), hlc, ...author, n: 1, kind: 'assetLog.void', entityId: id },
      patch: { assetId: log.assetId },
    };
    // a piece that has left the border since it was read is as unknown as one that was never in it (rule R9)
    const by = { ...author, ...(await storesBorder(own)) };
    const authored = await services.sync.author(storeDocument(asset.storeId, yearOf(now)), [change], by);
    if (!authored.ok) {
      const [issue] = authored.issues;
      throw issue.code === 'not-yours' ? new ApiError('not-found') : new ApiError('refused', { ...issue });
    }
    await audit(services, staff, 'log.void', id, { assetId: log.assetId });
    return { id, assetId: log.assetId };
  });
}
