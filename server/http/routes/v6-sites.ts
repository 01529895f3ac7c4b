/** The settings of a site that speaks V6, made by staff, and its records that are not integrated. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import {
  atSite,
  keptRecords,
  v6Site as v6SiteAnswer,
  v6SiteList,
  type V6SiteAnswer,
  type V6SiteList,
} from '#shared/api/v6-site';
import { hashPassword } from '../../auth/password';
import type { V6Settings, V6Site } from '../../database/port/v6';
import type { V6 } from '../../v6/v6';
import { versionGaps } from '../../v6/wire/version-gaps';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandWithin } from '../demand';
import { cursor, limit } from '../paging';
import { error } from '../schemas';
import type { Api, Services } from '../services';

const edited = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => !text.includes(':'), 'must have no colon')
    .optional(),
  number: z.number().int().min(1).max(1_000_000_000).optional(),
  password: z.string().min(1).max(1000).optional(),
  releaseHardwareId: z.literal(true).optional(),
});
const bySite = z.object({ id: z.string().max(64) });

export function v6SiteRoutes(app: Api, services: Services, v6: V6): void {
  readingRoutes(app, services, v6);
  writingRoute(app, services, v6);
  keptRoute(app, services, v6);
}

const notIntegrated = async ({ database }: V6, siteId: string): Promise<number> =>
  (await database.inbox.kept({ siteId, limit: 1 })).total;

async function toAnswer(v6: V6, { siteId, passwordHash, ...site }: V6Site): Promise<V6SiteAnswer> {
  return {
    ...site,
    hasPassword: passwordHash !== undefined,
    lacks: versionGaps(site.appVersion),
    waiting: await v6.waitingFor(siteId),
    notIntegrated: await notIntegrated(v6, siteId),
    signsInHere: v6.older !== undefined,
  };
}

function readingRoutes(app: Api, services: Services, v6: V6): void {
  const { sites } = v6.database;

  app.get('/api/v6-sites', { schema: { response: { 200: v6SiteList, 401: error } } }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const items: V6SiteList['items'] = [];
    for (const { siteId, lastContact, appVersion } of await sites.all()) {
      const site = own.hasSite(siteId) ? await services.database.registry.sites.get(siteId) : undefined;
      if (!site) continue;
      items.push({
        ...{ siteId, code: site.code, siteName: site.name, lacks: versionGaps(appVersion) },
        notIntegrated: await notIntegrated(v6, siteId),
        ...(lastContact !== undefined && { lastContact }),
        ...(appVersion !== undefined && { appVersion }),
      });
    }
    return { items };
  });

  const list = {
    params: bySite,
    querystring: z.object({ cursor: z.coerce.number().int().nonnegative().default(0) }),
    response: { 200: atSite, 404: error },
  };
  app.get('/api/sites/:id/v6/not-there', { schema: list }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const site = own.hasSite(request.params.id) ? await v6.knownSite(request.params.id) : undefined;
    if (!site) throw new ApiError('not-found');
    return v6.notAtSite(site, request.query.cursor);
  });

  const one = { params: bySite, response: { 200: v6SiteAnswer, 404: error } };
  app.get('/api/sites/:id/v6', { schema: one }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const site = own.hasSite(request.params.id) ? await sites.get(request.params.id) : undefined;
    if (!site) throw new ApiError('not-found');
    return toAnswer(v6, site);
  });
}

function writingRoute(app: Api, services: Services, v6: V6): void {
  const { sites } = v6.database;
  const edit = {
    params: bySite,
    body: edited,
    response: { 200: v6SiteAnswer, 400: error, 404: error, 409: error },
  };
  app.patch('/api/sites/:id/v6', { schema: edit }, async (request) => {
    const { staff, own } = await demandWithin(services, request, 'manage-sites');
    const { id: siteId } = request.params;
    if (!own.hasSite(siteId) || !(await services.database.registry.sites.get(siteId)))
      throw new ApiError('not-found');
    const put = await sites.put(siteId, await settingsOf(request.body));
    if (!put.ok) {
      const [issue] = put.issues;
      throw new ApiError(issue?.code === 'already-exists' ? 'already-exists' : 'bad-request', {
        field: issue?.field,
      });
    }
    v6.stored();
    const { releaseHardwareId } = request.body;
    if (releaseHardwareId) await sites.release(siteId);
    await audit(services, staff, releaseHardwareId ? 'site.v6-release' : 'site.v6-edit', siteId);
    return toAnswer(v6, (await sites.get(siteId)) ?? put.value);
  });
}

async function settingsOf({ name, number, password }: z.infer<typeof edited>): Promise<V6Settings> {
  return {
    ...(name !== undefined && { name }),
    ...(number !== undefined && { number }),
    ...(password !== undefined && { passwordHash: await hashPassword(sha256(password)) }),
  };
}

/** The records that sites pushed and that could not be integrated. */
function keptRoute(app: Api, services: Services, { database: { inbox } }: V6): void {
  const query = z.object({ siteId: z.string().max(64).optional(), limit, cursor });
  const list = { querystring: query, response: { 200: keptRecords, 401: error } };
  app.get('/api/problems/v6', { schema: list }, async (request) => {
    const { siteId, limit: size, cursor: from } = request.query;
    const { own } = await demandWithin(services, request, 'read-fleet');
    // the whole list is the whole country's
    if (siteId === undefined ? !own.border.whole : !own.hasSite(siteId)) throw new ApiError('no-right');
    const found = await inbox.kept({ limit: size, ...(siteId && { siteId }), ...(from && { cursor: from }) });
    const items = found.items.map(({ table, words, ...record }) => ({
      ...record,
      tableName: table,
      message: words,
    }));
    return { ...found, items };
  });
}

/** The hash that a site sends instead of its password. */
const sha256 = (password: string): string => createHash('sha256').update(password).digest('hex');
