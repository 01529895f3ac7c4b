/** The equipment that a search finds, counted by status, or taken out as a table. */
import { fleetAssetRowPage, fleetCounts } from '#shared/api/fleet';
import { countAssets, findAssets } from '../../fleet/find-assets';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandWithin } from '../demand';
import { exportQuery, foundQuery } from '../fleet-query';
import { error } from '../schemas';
import type { Api, Services } from '../services';

/** Assets in one piece of an export. */
const EXPORTED = 500;
/** Begins the cursors of exports, so that none begins with the cursor of a list, unnoted. */
const OWN = 'export.';

export function fleetFoundRoutes(app: Api, services: Services): void {
  const counting = { querystring: foundQuery, response: { 200: fleetCounts, 401: error } };
  app.get('/api/fleet/counts', { schema: counting }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const within = await own.narrowed(request.query.regionId).stores();
    const byStatus = await countAssets(services.database, request.query, within);
    return { total: Object.values(byStatus).reduce((sum, count) => sum + count, 0), byStatus };
  });

  const taking = {
    querystring: exportQuery,
    description:
      'Assets to be taken out as a table, some hundred at a time. The first piece is noted in the record of the acts of staff.',
    response: { 200: fleetAssetRowPage, 401: error, 403: error },
  };
  app.get('/api/fleet/export', { schema: taking }, async (request) => {
    const { staff, own } = await demandWithin(services, request, 'export-equipment');
    const within = await own.narrowed(request.query.regionId).stores();
    const { cursor, ...asked } = request.query;
    if (cursor?.startsWith(OWN) === false) throw new ApiError('bad-request', { field: 'cursor' });
    const from = cursor === undefined ? {} : { cursor: cursor.slice(OWN.length) };
    const page = await findAssets(services.database, { ...asked, ...from, limit: EXPORTED }, within);
    if (cursor === undefined) await audit(services, staff, 'equipment.export', '', { assets: page.total });
    const { nextCursor, ...found } = page;
    return { ...found, ...(nextCursor !== undefined && { nextCursor: `${OWN}${nextCursor}` }) };
  });
}
