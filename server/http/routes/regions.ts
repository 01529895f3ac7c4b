/** The regions of the country: the tree as it is or as it was, and its changes, within the border of the caller. */
import * as z from 'zod';
import { region, regionList } from '#shared/api/region';
import type { Region } from '#shared/domain/country';
import { wouldCircle } from '../../country/border';
import { regionsAt } from '../../country/tree-at';
import type { Within } from '../../country/within';
import { writeCountry } from '../../country/write-country';
import { newId } from '../../new-id';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandWithin, type StaffCaller } from '../demand';
import { code, error, id, name } from '../schemas';
import type { Api, Services } from '../services';

const level = z.string().trim().min(1).max(200);
const newRegion = z.object({
  id: id.optional(),
  code,
  name,
  parentId: id.optional(),
  level: level.optional(),
});
const editedRegion = z.object({
  code: code.optional(),
  name: name.optional(),
  parentId: id.nullable().optional(),
  level: level.nullable().optional(),
  removed: z.literal(true).optional(),
});
const asked = z.object({ at: z.iso.datetime().optional() });
const byId = z.object({ id: z.string().max(64) });

export function regionRoutes(app: Api, services: Services): void {
  const list = { querystring: asked, response: { 200: regionList, 401: error } };
  app.get('/api/regions', { schema: list }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const { at } = request.query;
    const regions = at === undefined ? own.country.regions : await asTheyStood(services, Date.parse(at));
    return { items: regions.filter((one) => own.hasRegion(one.id)).map(toAnswer) };
  });

  const making = { body: newRegion, response: { 201: region, 400: error, 404: error, 409: error } };
  app.post('/api/regions', { schema: making }, async (request, reply) => {
    const { staff, own } = await demandWithin(services, request, 'manage-sites');
    const { id: given, ...said } = request.body;
    const made = { id: given ?? newId(services.now()), ...said };
    demandParent(own, said.parentId ?? null);
    demandNew(own, made);
    await write(services, staff, made.id, said);
    await audit(services, staff, 'region.create', made.id, { code: made.code, name: made.name });
    return reply.status(201).send(toAnswer(made));
  });

  const editing = {
    params: byId,
    body: editedRegion,
    response: { 200: region, 400: error, 404: error, 409: error },
  };
  app.patch('/api/regions/:id', { schema: editing }, async (request) => {
    const { staff, own } = await demandWithin(services, request, 'manage-sites');
    const before = own.country.regions.find((one) => one.id === request.params.id);
    if (!before || !own.hasRegion(before.id)) throw new ApiError('not-found');
    const { removed, ...said } = request.body;
    if (said.parentId !== undefined) demandMove(own, before, said.parentId);
    if (said.code !== undefined) demandNew(own, { id: before.id, code: said.code }, before);
    if (removed) demandEmpty(own, before.id);
    const patch = { ...said, ...(removed && { deletedAt: new Date(services.now()).toISOString() }) };
    await write(services, staff, before.id, patch);
    await audit(services, staff, removed ? 'region.remove' : 'region.edit', before.id, { name: before.name });
    return toAnswer(merged(before, said));
  });
}

async function asTheyStood({ database }: Services, at: number): Promise<Region[]> {
  const all = await database.rows.all('region');
  const refs = all.map(({ id: regionId }) => ({ entity: 'region', id: regionId }));
  const filed = await database.transaction((tx) => tx.changes.changesOfEntities(refs));
  return regionsAt(
    filed.map(({ change }) => change),
    at,
  );
}

async function write(
  services: Services,
  staff: StaffCaller,
  regionId: string,
  patch: Record<string, string | null>,
): Promise<void> {
  const by = { deviceId: staff.deviceId, userId: staff.user.id };
  const written = await writeCountry(services, { entity: 'region', id: regionId, patch, by });
  if (!written.ok) throw new ApiError('refused', { ...written.issues[0] });
}

/** Only the whole country's staff put a region at the top of the tree. */
function demandParent(own: Within, parentId: string | null): void {
  if (parentId === null ? own.border.whole : isKnown(own, parentId)) return;
  throw new ApiError('not-found', { field: 'parentId' });
}

const isKnown = (own: Within, regionId: string): boolean =>
  own.country.parentOf.has(regionId) && own.hasRegion(regionId);

function demandMove(own: Within, before: Region, parentId: string | null): void {
  demandParent(own, parentId);
  if (parentId !== null && wouldCircle(own.country, before.id, parentId))
    throw new ApiError('bad-request', { field: 'parentId' }, {}, 'A region cannot lie in itself.');
}

function demandNew({ country }: Within, made: Pick<Region, 'id' | 'code'>, before?: Region): void {
  if (!before && country.regions.some((one) => one.id === made.id))
    throw new ApiError('already-exists', { field: 'id' });
  const sameCode = country.regions.some((one) => one.id !== made.id && fold(one.code) === fold(made.code));
  if (sameCode) throw new ApiError('already-exists', { field: 'code' });
}

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** Sites and regions in a region that goes would belong to nobody's border any more. */
function demandEmpty({ country }: Within, regionId: string): void {
  const holds = [...country.parentOf.values()].includes(regionId) || holdsSites(country, regionId);
  if (holds)
    throw new ApiError('bad-request', { field: 'id' }, {}, 'Move what lies in this region elsewhere first.');
}

const holdsSites = ({ regionOf }: Within['country'], regionId: string): boolean =>
  [...regionOf.values()].includes(regionId);

function merged(before: Region, said: Omit<z.infer<typeof editedRegion>, 'removed'>): Region {
  const { parentId, level: called, ...rest } = said;
  const next: Region = { ...before, ...withoutUndefined(rest) };
  if (parentId !== undefined) next.parentId = parentId ?? undefined;
  if (called !== undefined) next.level = called ?? undefined;
  return next;
}

const withoutUndefined = ({ code: newCode, name: newName }: { code?: string; name?: string }) => ({
  ...(newCode !== undefined && { code: newCode }),
  ...(newName !== undefined && { name: newName }),
});

const toAnswer = ({ id: regionId, code: known, name: called, parentId, level: at, validFrom }: Region) => ({
  id: regionId,
  code: known,
  name: called,
  ...(parentId !== undefined && { parentId }),
  ...(at !== undefined && { level: at }),
  ...(validFrom !== undefined && { validFrom }),
});
