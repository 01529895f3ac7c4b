/** Saved views of the lists of staff: their own, and those that colleagues share. */
import * as z from 'zod';
import { listNames, view, viewList, type View } from '#shared/api/view';
import type { StaffUser } from '../../database/port/registry-staff';
import type { SavedView } from '../../database/port/registry-views';
import { newId } from '../../new-id';
import { ApiError } from '../api-error';
import { demandWithin, type StaffCaller } from '../demand';
import type { Within } from '../../country/within';
import { error, name } from '../schemas';
import type { Api, Services } from '../services';

const said = {
  name,
  query: z.string().max(2000),
  columns: z.array(z.string().regex(/^[\w-]{1,40}$/)).max(40),
  shared: z.boolean(),
};
const newView = z.object({ ...said, list: z.enum(listNames) });
const editedView = z.object(said).partial();
const byId = z.object({ id: z.string().max(64) });
/** The number of views that one member of staff may have. */
const MOST = 100;

export function viewRoutes(app: Api, services: Services): void {
  const { views } = services.database.registry;

  app.get('/api/views', { schema: { response: { 200: viewList, 401: error } } }, async (request) => {
    const { staff, own } = await demandWithin(services, request, 'read-fleet');
    return { items: await seenBy(services, staff, own) };
  });

  const making = { body: newView, response: { 201: view, 400: error, 403: error } };
  app.post('/api/views', { schema: making }, async (request, reply) => {
    const { staff } = await demandWithin(services, request, 'read-fleet');
    const mine = (await views.seenBy(staff.user.id)).filter(({ userId }) => userId === staff.user.id);
    if (mine.length >= MOST) throw new ApiError('too-large', { most: MOST });
    const { shared, ...rest } = request.body;
    const made = { id: newId(services.now()), userId: staff.user.id, ...rest, isShared: shared };
    await views.put(made);
    return reply.status(201).send(toAnswer(made, staff));
  });

  const editing = { params: byId, body: editedView, response: { 200: view, 403: error, 404: error } };
  app.patch('/api/views/:id', { schema: editing }, async (request) => {
    const { staff } = await demandWithin(services, request, 'read-fleet');
    const before = await ownView(services, staff, request.params.id);
    const { shared = before.isShared, ...rest } = request.body;
    const { name: called = before.name, query = before.query, columns = before.columns } = rest;
    const after = { ...before, name: called, query, columns, isShared: shared };
    await views.put(after);
    return toAnswer(after, staff);
  });

  const removing = { params: byId, response: { 204: z.null(), 403: error, 404: error } };
  app.delete('/api/views/:id', { schema: removing }, async (request, reply) => {
    const { staff } = await demandWithin(services, request, 'read-fleet');
    await views.remove((await ownView(services, staff, request.params.id)).id);
    return reply.status(204).send(null);
  });
}

/** Views are altered by their author alone; those of others are not there for who asks. */
async function ownView({ database }: Services, { user }: StaffCaller, id: string): Promise<SavedView> {
  const found = await database.registry.views.get(id);
  if (found?.userId !== user.id) throw new ApiError('not-found');
  return found;
}

/** A view may name what lies in the regions of its author: whoever has no right there does not see it. */
async function seenBy({ database }: Services, staff: StaffCaller, own: Within): Promise<View[]> {
  const { views, staff: book } = database.registry;
  const found = await views.seenBy(staff.user.id);
  const authors = new Map((await book.list()).map((user) => [user.id, user]));
  return found.flatMap((one) => {
    if (one.userId === staff.user.id) return [toAnswer(one, staff)];
    const author = authors.get(one.userId);
    const isSeen = author !== undefined && isWithin(one, author, own);
    return isSeen ? [{ ...toAnswer(one, staff), by: author.displayName }] : [];
  });
}

/** True for a view whose author's regions, and the places that it names, all lie within. */
function isWithin({ query }: SavedView, { regionIds = [] }: StaffUser, own: Within): boolean {
  if (own.border.whole) return true;
  const named = new URLSearchParams(query);
  const [region, site, store] = ['region', 'site', 'store'].map((key) => named.get(key));
  return (
    regionIds.every((id) => own.hasRegion(id)) &&
    (!region || own.hasRegion(region)) &&
    (!site || own.hasSite(site)) &&
    !store
  );
}

const toAnswer = (
  { id, userId, list, name: called, query, columns, isShared }: SavedView,
  { user }: StaffCaller,
): View => ({ id, list, name: called, query, columns, shared: isShared, own: userId === user.id });
