/** The people who may sign in at an Open mSupply site: made by staff, where no mSupply central server lists them. */
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { sitePerson, sitePersonList, type SitePersonAnswer } from '#shared/api/v6-site';
import { sitePersonRights } from '#shared/domain/site-person';
import { hashPassword } from '../../auth/password';
import type { SiteRecord } from '../../database/port/registry-sites';
import type { SitePerson, SitePersonChange } from '../../database/port/v6-people';
import { newId } from '../../new-id';
import type { V6 } from '../../v6/v6';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandWithin, type StaffCaller } from '../demand';
import { error, id, name } from '../schemas';
import type { Api, Services } from '../services';
import { demandLength } from './users';

const rights = z
  .array(z.enum(sitePersonRights))
  .transform((some) => sitePersonRights.filter((right) => some.includes(right)));
const password = z.string().max(1000);
const username = z
  .string()
  .trim()
  .regex(/^\S{1,60}$/, 'must have 1 to 60 characters and no space');
const storeIds = z.array(id).max(100);
const made = z.object({
  username,
  displayName: name,
  password,
  rights,
  storeIds: storeIds.min(1).optional(),
});
const edited = z.object({
  displayName: name.optional(),
  password: password.optional(),
  rights: rights.optional(),
  storeIds: storeIds.min(1).nullable().optional(),
  disabled: z.boolean().optional(),
});
const bySite = z.object({ id: z.string().max(64) });
const byPerson = bySite.extend({ personId: z.string().max(200) });

export function v6PeopleRoutes(app: Api, services: Services, v6: V6): void {
  const { people } = v6.database;
  const list = { params: bySite, response: { 200: sitePersonList, 404: error } };
  app.get('/api/sites/:id/people', { schema: list }, async (request) => {
    await demandSite(services, request, request.params.id, 'read-fleet');
    return { items: (await people.ofSite(request.params.id)).map(toAnswer) };
  });
  addingRoute(app, services, v6);
  editingRoute(app, services, v6);
}

function addingRoute(app: Api, services: Services, { database: { people } }: V6): void {
  const making = {
    params: bySite,
    body: made,
    response: { 201: sitePerson, 400: error, 404: error, 409: error },
  };
  app.post('/api/sites/:id/people', { schema: making }, async (request, reply) => {
    const { id: siteId } = request.params;
    const { staff, site } = await demandSite(services, request, siteId, 'manage-sites');
    const { password: chosen, storeIds: some, ...about } = request.body;
    demandLength(chosen);
    demandStores(site, some);
    const added = await people.add({
      id: personId(about.displayName, newId(services.now())),
      siteId,
      ...about,
      passwordHash: await hashPassword(chosen),
      ...(some && { storeIds: some }),
    });
    if (!added.ok) throw new ApiError('already-exists', { field: 'username' });
    const { value } = added;
    const details = { name: value.username, rights: value.rights.join(' ') };
    await audit(services, staff, 'site.person-add', siteId, details);
    return reply.status(201).send(toAnswer(value));
  });
}

function editingRoute(app: Api, services: Services, { database: { people } }: V6): void {
  const editing = { params: byPerson, body: edited, response: { 200: sitePerson, 400: error, 404: error } };
  app.patch('/api/sites/:id/people/:personId', { schema: editing }, async (request) => {
    const { id: siteId, personId: personOf } = request.params;
    const { staff, site } = await demandSite(services, request, siteId, 'manage-sites');
    const { password: chosen, disabled } = request.body;
    if (chosen !== undefined) demandLength(chosen);
    demandStores(site, request.body.storeIds);
    const after = await people.edit(siteId, personOf, await changeOf(request.body, services.now()));
    if (!after) throw new ApiError('not-found');
    await audit(services, staff, 'site.person-edit', siteId, {
      name: after.username,
      rights: after.rights.join(' '),
      ...(disabled !== undefined && { disabled: String(disabled) }),
      ...(chosen !== undefined && { password: 'new' }),
    });
    return toAnswer(after);
  });
}

/** The name stands in the id, as with people of a device: their records bear it wherever they are read. */
const personId = (displayName: string, unique: string): string =>
  `${displayName
    .normalize('NFC')
    .replace(/[@\s]+/g, ' ')
    .trim()
    .slice(0, NAME)}@${unique}`;
const NAME = 60;

async function demandSite(
  services: Services,
  request: FastifyRequest,
  siteId: string,
  right: 'read-fleet' | 'manage-sites',
): Promise<{ staff: StaffCaller; site: SiteRecord }> {
  const { staff, own } = await demandWithin(services, request, right);
  const site = own.hasSite(siteId) ? await services.database.registry.sites.get(siteId) : undefined;
  if (!site) throw new ApiError('not-found');
  return { staff, site };
}

async function changeOf(said: z.infer<typeof edited>, now: number): Promise<SitePersonChange> {
  const { password: chosen, disabled, displayName, rights: held, storeIds: some } = said;
  return {
    ...(displayName !== undefined && { displayName }),
    ...(held !== undefined && { rights: held }),
    ...(some !== undefined && { storeIds: some }),
    ...(chosen !== undefined && { passwordHash: await hashPassword(chosen) }),
    ...(disabled !== undefined && { disabledAt: disabled ? new Date(now).toISOString() : null }),
  };
}

/** Of the site, all of them. */
function demandStores({ stores }: SiteRecord, some: readonly string[] | null | undefined): void {
  const has = new Set(stores.map((store) => store.id));
  if (some?.some((one) => !has.has(one))) throw new ApiError('bad-request', { field: 'storeIds' });
}

const toAnswer = (person: SitePerson): SitePersonAnswer => {
  const { id: itsId, username: signsInAs, displayName, rights: held, storeIds: some, disabledAt } = person;
  return {
    id: itsId,
    username: signsInAs,
    displayName,
    rights: held,
    ...(some && { storeIds: some }),
    ...(disabledAt !== undefined && { disabledAt }),
  };
};
