/** Sites and their stores. */
import * as z from 'zod';
import { keptSite, site, sitePage, type SitePage } from '#shared/api/site';
import { SILENT_DAYS, siteStateNames } from '#shared/domain/site-state';
import { newId } from '../../new-id';
import type { SitePosition } from '../../database/port/registry-sites';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandWithin } from '../demand';
import { facilityOf, writeFacility } from '../facility';
import { saysFacility } from '../facility-schemas';
import { storesCame } from '../refresh-devices';
import { cursor, fromCursor, limit, toCursor } from '../paging';
import { code, error, id, name } from '../schemas';
import type { Api, Services } from '../services';
import { withDevices } from '../site-answers';
import { sitesByState, withStates } from '../sites-by-state';
import type { Within } from '../../country/within';

const newStore = z.object({ id: id.optional(), code, name });
const newSite = z.object({
  id: id.optional(),
  code,
  name,
  stores: z.array(newStore).min(1).max(100),
  ...saysFacility,
});
const editedSite = z.object({
  name: name.optional(),
  addStores: z.array(newStore).max(100).optional(),
  ...saysFacility,
});
const sort = z.enum(['code', 'lastContact', 'behind', 'problems']).default('code');
const silentDays = z.coerce.number().int().min(1).max(1000).default(SILENT_DAYS);
const siteQuery = z.object({
  q: z.string().max(200).optional(),
  regionId: z.string().max(64).optional(),
  sort,
  state: z.enum(siteStateNames).optional(),
  silentDays,
  limit,
  cursor,
});
const bySite = z.object({ id: z.string().max(64) });

export function siteRoutes(app: Api, services: Services): void {
  readingRoutes(app, services);
  writingRoutes(app, services);
}

function readingRoutes(app: Api, services: Services): void {
  const { sites } = services.database.registry;

  const list = { querystring: siteQuery, response: { 200: sitePage, 401: error } };
  app.get('/api/sites', { schema: list }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    return listSites(services, own, request.query);
  });

  const one = { params: bySite, response: { 200: site, 404: error } };
  app.get('/api/sites/:id', { schema: one }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const found = own.hasSite(request.params.id) ? await sites.get(request.params.id) : undefined;
    const [answer] = found ? await withDevices(services, [found]) : [];
    if (!answer) throw new ApiError('not-found');
    return answer;
  });
}

function writingRoutes(app: Api, services: Services): void {
  const { sites } = services.database.registry;

  app.post(
    '/api/sites',
    { schema: { body: newSite, response: { 201: keptSite, 400: error, 409: error } } },
    async (request, reply) => {
      const { staff, own } = await demandWithin(services, request, 'manage-sites');
      const { code: siteCode, name: siteName, stores, ...said } = request.body;
      demandRegion(own, said.regionId ?? null);
      const createdAt = new Date(services.now()).toISOString();
      const made = {
        id: said.id ?? newId(services.now()),
        code: siteCode,
        name: siteName,
        createdAt,
        stores: withIds(services, stores),
      };
      const added = await sites.add(made);
      if (!added.ok) throw new ApiError('already-exists', { field: added.issues[0].field });
      await writeFacility(services, staff, made.id, said);
      await audit(services, staff, 'site.create', made.id, { code: siteCode, stores: stores.length });
      return reply.status(201).send({ ...added.value, ...(await facilityOf(services, made.id)) });
    },
  );

  const edit = { params: bySite, body: editedSite, response: { 200: keptSite, 404: error, 409: error } };
  app.patch('/api/sites/:id', { schema: edit }, async (request) => {
    const { staff, own } = await demandWithin(services, request, 'manage-sites');
    if (!own.hasSite(request.params.id)) throw new ApiError('not-found');
    if (request.body.regionId !== undefined) demandRegion(own, request.body.regionId);
    const addStores = withIds(services, request.body.addStores ?? []);
    const edited = await sites.edit(request.params.id, {
      ...(request.body.name && { name: request.body.name }),
      addStores,
    });
    if (!edited) throw new ApiError('not-found');
    if (!edited.ok) throw new ApiError('already-exists', { field: edited.issues[0].field });
    await audit(services, staff, 'site.edit', request.params.id, {
      ...(request.body.name && { to: request.body.name }),
      ...(addStores.length > 0 && { addedStores: addStores.map((store) => store.code).join(', ') }),
    });
    if (addStores.length > 0) await storesCame(services, request.params.id);
    await writeFacility(services, staff, request.params.id, request.body);
    return { ...edited.value, ...(await facilityOf(services, request.params.id)) };
  });
}

const withIds = (services: Services, stores: z.infer<typeof newStore>[]) =>
  stores.map((store) => ({ id: store.id ?? newId(services.now()), code: store.code, name: store.name }));

/** Staff who are bound to regions put a site into one of these, and into no other. */
function demandRegion(own: Within, regionId: string | null): void {
  const isTheirs =
    regionId === null ? own.border.whole : own.country.parentOf.has(regionId) && own.hasRegion(regionId);
  if (!isTheirs) throw new ApiError('not-found', { field: 'regionId' });
}

async function listSites(
  services: Services,
  own: Within,
  query: z.infer<typeof siteQuery>,
): Promise<SitePage> {
  const { limit: size, q, sort: order } = query;
  if (query.state !== undefined || order === 'behind' || order === 'problems')
    return sitesByState(services, own.narrowed(query.regionId).sites(), query);
  await services.contacts.write();
  const after = readPosition(query.cursor);
  const siteIds = own.narrowed(query.regionId).sites();
  const found = await services.database.registry.sites.page({
    limit: size,
    sort: order,
    ...(q && { q }),
    ...(siteIds && { siteIds }),
    ...(after && { after }),
  });
  return {
    items: await withStates(services, await withDevices(services, found.sites)),
    total: found.total,
    ...(found.next && { nextCursor: toCursor(`${found.next.lastContact} ${found.next.code}`) }),
  };
}

/** A cursor that is not one of ours reads as none. */
function readPosition(text: string | undefined): SitePosition | undefined {
  const [, lastContact, siteCode] = /^(\S*) ([^]+)$/.exec(fromCursor(text ?? '')) ?? [];
  return lastContact !== undefined && siteCode !== undefined ? { lastContact, code: siteCode } : undefined;
}
