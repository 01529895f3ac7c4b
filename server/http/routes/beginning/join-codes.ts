/** The codes with which devices join: made for one site or for many, listed while they are open, and withdrawn. */
import * as z from 'zod';
import {
  joinCode,
  joinSheets,
  openJoinCodes,
  type JoinCode,
  type JoinSheet,
  type OpenJoinCode,
} from '#shared/api/join-codes';
import type { FastifyRequest } from 'fastify';
import type { OpenJoinCode as OpenCode } from '../../../database/port/registry-join-codes';
import type { SiteRecord } from '../../../database/port/registry-sites';
import { ApiError } from '../../api-error';
import { audit } from '../../audit';
import { demandWithin } from '../../demand';
import { makeJoinCodes, type MadeCode } from '../../join-codes';
import { ownOrigin } from '../../own-origin';
import { cursor, fromCursor, limit, toCursor } from '../../paging';
import { error } from '../../schemas';
import type { Api, Services } from '../../services';

const MOST_DAYS = 90;
const MOST_DEVICES = 20;
/** Sites that sheets are made for at once. */
const MOST_SITES = 500;

const reach = {
  days: z.int().min(1).max(MOST_DAYS).default(1),
  devices: z.int().min(1).max(MOST_DEVICES).default(1),
};
const id = z.string().max(64);
const forMany = z.object({
  ...reach,
  siteIds: z.array(id).min(1).max(MOST_SITES),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional()
    .meta({ description: 'In which the people of these sites read: remembered for the next sheet.' }),
});

export function joinCodeRoutes(app: Api, services: Services): void {
  makingRoutes(app, services);
  openRoutes(app, services);
}

function makingRoutes(app: Api, services: Services): void {
  const { sites } = services.database.registry;

  const one = {
    params: z.object({ id }),
    body: z.object(reach).nullish(),
    description: `A code for one device and a day, unless \`devices\` (up to ${MOST_DEVICES}) and \`days\` (up to ${MOST_DAYS}) say otherwise.`,
    response: { 201: joinCode, 404: error },
  };
  app.post('/api/sites/:id/join-codes', { schema: one }, async (request, reply) => {
    const { staff, own } = await demandWithin(services, request, 'manage-sites');
    const { id: siteId } = request.params;
    if (!own.hasSite(siteId) || !(await sites.get(siteId))) throw new ApiError('not-found');
    const asked = request.body ?? { days: 1, devices: 1 };
    const [made] = await makeJoinCodes(services, [siteId], staff.user.id, asked);
    if (!made) throw new ApiError('not-found');
    await audit(services, staff, 'join-code.create', siteId, { days: asked.days, devices: asked.devices });
    return reply.status(201).send(withUrl(services, request, made));
  });

  const many = {
    body: forMany,
    description: 'One code for each of these sites, with what is printed on its sheet.',
    response: { 201: joinSheets, 404: error },
  };
  app.post('/api/join-codes', { schema: many }, async (request, reply) => {
    const { staff, own } = await demandWithin(services, request, 'manage-sites');
    const { days, devices, language } = request.body;
    const siteIds = [...new Set(request.body.siteIds)];
    const found: SiteRecord[] = [];
    for (const siteId of siteIds) {
      const site = own.hasSite(siteId) ? await sites.get(siteId) : undefined;
      if (!site) throw new ApiError('not-found', { field: 'siteIds' });
      found.push(site);
    }
    if (language !== undefined) await sites.speak(siteIds, language);
    const made = await makeJoinCodes(services, siteIds, staff.user.id, { days, devices });
    await audit(services, staff, 'join-codes.create', '', { sites: siteIds.length, days, devices });
    const items = made.flatMap((code, at): JoinSheet[] => {
      const site = found[at];
      return site ? [{ ...withUrl(services, request, code), site: onSheet(site, language) }] : [];
    });
    return reply.status(201).send({ items });
  });
}

const onSheet = (
  { id: siteId, code, name, stores, language }: SiteRecord,
  said?: string,
): JoinSheet['site'] => {
  const spoken = said ?? language;
  return { id: siteId, code, name, stores, ...(spoken !== undefined && { language: spoken }) };
};

const withUrl = (services: Services, request: FastifyRequest, made: MadeCode): JoinCode => ({
  ...made,
  url: `${ownOrigin(request, services.config.publicOrigin)}/join#code=${made.code}`,
});

function openRoutes(app: Api, services: Services): void {
  const { joinCodes, sites, staff: people } = services.database.registry;
  const at = (): string => new Date(services.now()).toISOString();

  const list = {
    querystring: z.object({ siteId: id.optional(), limit, cursor }),
    description: 'The codes with which somebody can still join, those that end first first.',
    response: { 200: openJoinCodes },
  };
  app.get('/api/join-codes', { schema: list }, async (request) => {
    const { own } = await demandWithin(services, request, 'manage-sites');
    const { siteId, limit: size, cursor: after } = request.query;
    const siteIds = siteId === undefined ? own.sites() : own.hasSite(siteId) ? [siteId] : [];
    const [expiresAt = '', last = ''] = fromCursor(after ?? '').split(' ');
    const { codes, total } = await joinCodes.open({
      ...{ at: at(), limit: size, after: { expiresAt, id: last } },
      ...(siteIds && { siteIds }),
    });
    const names = new Map((await people.list()).map((one) => [one.id, one.displayName]));
    const items: OpenJoinCode[] = [];
    for (const one of codes) items.push(toListed(one, await sites.get(one.siteId), names.get(one.createdBy)));
    const end = codes.at(-1);
    return {
      ...{ items, total },
      ...(end && codes.length === size && { nextCursor: toCursor(`${end.expiresAt} ${end.id}`) }),
    };
  });

  const away = { params: z.object({ id }), response: { 204: z.null(), 404: error } };
  app.delete('/api/join-codes/:id', { schema: away }, async (request, reply) => {
    const { staff, own } = await demandWithin(services, request, 'manage-sites');
    const open = await joinCodes.get(request.params.id, at());
    if (!open || !own.hasSite(open.siteId) || !(await joinCodes.withdraw(open.id, at())))
      throw new ApiError('not-found');
    await audit(services, staff, 'join-code.withdraw', open.siteId);
    return reply.status(204).send(null);
  });
}

const toListed = (
  { id: codeId, siteId, createdAt, expiresAt, devices, used }: OpenCode,
  site: SiteRecord | undefined,
  by: string | undefined,
): OpenJoinCode => ({
  ...{ id: codeId, createdAt, expiresAt, devices, used },
  site: { id: siteId, code: site?.code ?? '', name: site?.name ?? '' },
  ...(by !== undefined && { by }),
});
