/** The equipment that a search finds, counted by status, or taken out as a table. */
import { fleetAssetRowPage, fleetCounts, fleetMakers } from '#shared/api/fleet';
import { countAssets, findAssets } from '../../fleet/find-assets';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandWithin } from '../demand';
import { exportQuery, foundQuery } from '../fleet-query';
import { error } from '../schemas';
import type { Api, Services } from '../services';

/** Assets in one piece of an export: for each, all equipment is looked through once. */
const EXPORTED = 2000;
/** A cursor of an export: none begins with that of a list, unnoted. It bears the total, which is counted with the first piece alone. */
const OWN = /^export\.(?:(?<total>\d{1,9})\.)?(?<from>.*)$/;

export function fleetFoundRoutes(app: Api, services: Services): void {
  const counting = { querystring: foundQuery, response: { 200: fleetCounts, 401: error } };
  app.get('/api/fleet/counts', { schema: counting }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const within = await own.narrowed(request.query.regionId).stores();
    const byStatus = await countAssets(services.database, request.query, within);
    return { total: Object.values(byStatus).reduce((sum, count) => sum + count, 0), byStatus };
  });

  const naming = {
    description: 'Makers that are written by hand on equipment in use; those of the catalogue are in it.',
    response: { 200: fleetMakers, 401: error },
  };
  app.get('/api/fleet/makers', { schema: naming }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    return { items: await services.database.rows.makersWritten(await own.stores()) };
  });

  const taking = {
    querystring: exportQuery,
    description:
      'Assets to be taken out as a table, some thousand at a time. The first piece is noted in the record of the acts of staff.',
    response: { 200: fleetAssetRowPage, 401: error, 403: error },
  };
  app.get('/api/fleet/export', { schema: taking }, async (request) => {
    const { staff, own } = await demandWithin(services, request, 'export-equipment');
    const within = await own.narrowed(request.query.regionId).stores();
    const { cursor, ...asked } = request.query;
    const at = OWN.exec(cursor ?? '')?.groups;
    if (cursor !== undefined && !at) throw new ApiError('bad-request', { field: 'cursor' });
    const known = at?.['total'];
    const page = await findAssets(
      services.database,
      { ...asked, limit: EXPORTED, cursor: at?.['from'], withoutTotal: known !== undefined },
      within,
    );
    const { nextCursor, ...found } = page;
    const total = known === undefined ? page.total : Number(known);
    if (cursor === undefined) await audit(services, staff, 'equipment.export', '', { assets: total });
    return {
      ...found,
      total,
      ...(nextCursor !== undefined && { nextCursor: `export.${total}.${nextCursor}` }),
    };
  });
}
