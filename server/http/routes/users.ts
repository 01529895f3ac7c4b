/** The members of staff: their names, their rights, and leave to come in. */
import * as z from 'zod';
import { member, memberList, type Member } from '#shared/api/user';
import { isLongEnough, PASSWORD_LENGTH } from '#shared/domain/password';
import { rights } from '#shared/domain/rights';
import type { Issue } from '#shared/result';
import { awaitsOwnPassword, isFirstPasswordOver } from '../../auth/first-password';
import { hashPassword } from '../../auth/password';
import { newId } from '../../new-id';
import { NO_PASSWORD, type StaffUser, type UserChange } from '../../database/port/registry-staff';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandStaff, type StaffCaller } from '../demand';
import { endSessionsOf } from '../end-sessions';
import { error, id, name } from '../schemas';
import type { Api, Services } from '../services';

const permissions = z
  .array(z.enum(rights))
  .transform((some) => rights.filter((right) => some.includes(right)));
const password = z.string().max(1000);
const username = z
  .string()
  .trim()
  .regex(/^\S{1,60}$/, 'must have 1 to 60 characters and no space');
const regionIds = z.array(id).max(200);
const providerName = z.string().trim().max(200).meta({
  description:
    'By which the sign-in provider says this person, who is bound to the account when they first come by it.',
});
const newUser = z.object({
  username,
  displayName: name,
  password: password
    .optional()
    .meta({ description: 'Needed but with a providerName: they then sign in by the provider alone.' }),
  permissions,
  regionIds: regionIds.optional(),
  providerName: providerName.optional(),
});
const editedUser = z.object({
  displayName: name.optional(),
  permissions: permissions.optional(),
  regionIds: regionIds.optional(),
  disabled: z.boolean().optional(),
  providerName: providerName.optional(),
});
const byId = z.object({ id: z.string().max(64) });

export function userRoutes(app: Api, services: Services): void {
  const { staff } = services.database.registry;

  app.get('/api/users', { schema: { response: { 200: memberList, 403: error } } }, async (request) => {
    await demandStaff(services, request, 'manage-users');
    return { items: (await staff.list()).map((one) => toAnswer(services, one)) };
  });

  const making = { body: newUser, response: { 201: member, 400: error, 403: error, 409: error } };
  app.post('/api/users', { schema: making }, async (request, reply) => {
    const caller = await demandStaff(services, request, 'manage-users');
    const { password: chosen = '', providerName: atProvider = '', ...about } = request.body;
    const needsNone = chosen === '' && atProvider !== '';
    if (!needsNone) demandLength(chosen);
    await demandRegions(services, about.regionIds);
    const user = {
      id: newId(services.now()),
      ...about,
      ...(atProvider !== '' && { providerName: atProvider }),
      passwordHash: needsNone ? NO_PASSWORD : await hashPassword(chosen),
    };
    const added = await staff.addUser(user);
    if (!added.ok) throw takenBy(added.issues);
    const { username: made, permissions: given } = user;
    await audit(services, caller, 'user.create', user.id, { name: made, rights: given.join(' ') });
    return reply.status(201).send(toAnswer(services, added.value));
  });

  const editing = {
    params: byId,
    body: editedUser,
    response: { 200: member, 403: error, 404: error, 409: error },
  };
  app.patch('/api/users/:id', { schema: editing }, async (request) => {
    const caller = await demandStaff(services, request, 'manage-users');
    return toAnswer(services, await edit(services, caller, request.params.id, request.body));
  });

  const setting = {
    params: byId,
    body: z.object({ password }),
    response: { 204: z.null(), 400: error, 403: error, 404: error },
  };
  app.post('/api/users/:id/password', { schema: setting }, async (request, reply) => {
    const caller = await demandStaff(services, request, 'manage-users');
    const { id } = request.params;
    // one's own is changed with the old one: a browser left open must not be enough
    if (id === caller.user.id) throw new ApiError('not-allowed');
    demandLength(request.body.password);
    if (!(await staff.setPassword(id, await hashPassword(request.body.password))))
      throw new ApiError('not-found');
    await endSessionsOf(services, id);
    await audit(services, caller, 'user.password', id);
    return reply.status(204).send(null);
  });
}

/** A grant names regions that there are. */
async function demandRegions({ country }: Services, ids: readonly string[] = []): Promise<void> {
  const { parentOf } = await country.now();
  if (!ids.every((one) => parentOf.has(one))) throw new ApiError('bad-request', { field: 'regionIds' });
}

export function demandLength(chosen: string, field = 'password'): void {
  if (!isLongEnough(chosen)) throw new ApiError('password-too-short', { field, length: PASSWORD_LENGTH });
}

/** The name that another has already. */
const takenBy = ([{ field = 'username' }]: readonly [Issue, ...Issue[]]): ApiError =>
  new ApiError('already-exists', { field });

/** As with a password: a browser left open must not be enough to stay for good. */
function demandOwnName({ providerName }: z.infer<typeof editedUser>, before: StaffUser | undefined): void {
  if (providerName !== undefined && providerName !== before?.providerName) throw new ApiError('not-allowed');
}

async function edit(
  services: Services,
  caller: StaffCaller,
  id: string,
  said: z.infer<typeof editedUser>,
): Promise<StaffUser> {
  const { staff } = services.database.registry;
  const before = await staff.get(id);
  await demandRegions(services, said.regionIds);
  if (id === caller.user.id) demandOwnName(said, before);
  const edited = await staff.edit(id, changeOf(services, said, before?.disabledAt !== undefined));
  if (!before || !edited) throw new ApiError('not-found');
  if (!edited.ok)
    throw edited.issues[0].code === 'last-admin' ? new ApiError('last-admin') : takenBy(edited.issues);
  const after = edited.value;
  await tell(services, caller, before, after);
  if (after.disabledAt !== undefined) await endSessionsOf(services, id);
  // whoever came by the former name is out
  else if (before.providerName !== after.providerName) await endSessionsOf(services, id, caller.id);
  else for (const open of await staff.sessionsOf(id)) services.sync.refreshSession(open.id);
  return after;
}

function changeOf(
  { now }: Pick<Services, 'now'>,
  { disabled, ...said }: z.infer<typeof editedUser>,
  wasDisabled: boolean,
): UserChange {
  const disabledAt = disabled === true ? new Date(now()).toISOString() : null;
  return {
    ...(said.displayName !== undefined && { displayName: said.displayName }),
    ...(said.permissions !== undefined && { permissions: said.permissions }),
    ...(said.regionIds !== undefined && { regionIds: said.regionIds }),
    ...(disabled !== undefined && disabled !== wasDisabled && { disabledAt }),
    ...(said.providerName !== undefined && { providerName: said.providerName }),
  };
}

/** One act each for every changed field, with its value before and now. */
async function tell(
  services: Services,
  caller: StaffCaller,
  before: StaffUser,
  after: StaffUser,
): Promise<void> {
  const { id } = after;
  const [from, to] = [before.permissions.join(' '), after.permissions.join(' ')];
  if (from !== to) await audit(services, caller, 'user.rights', id, { from, to });
  const where = (before.regionIds ?? []).join(' ');
  const now = (after.regionIds ?? []).join(' ');
  if (where !== now) await audit(services, caller, 'user.regions', id, { from: where, to: now });
  if (before.displayName !== after.displayName)
    await audit(services, caller, 'user.edit', id, { from: before.displayName, to: after.displayName });
  const [named, renamed] = [before.providerName ?? '', after.providerName ?? ''];
  if (named !== renamed)
    await audit(services, caller, 'user.provider-name', id, { from: named, to: renamed });
  const [was, is] = [before.disabledAt !== undefined, after.disabledAt !== undefined];
  if (was !== is) await audit(services, caller, is ? 'user.disable' : 'user.enable', id);
}

function standingOf({ now }: Pick<Services, 'now'>, user: StaffUser): NonNullable<Member['password']> {
  if (!awaitsOwnPassword(user)) return 'own';
  if (user.firstPasswordUntil === '') return 'none';
  return isFirstPasswordOver(user, now()) ? 'over' : 'first';
}

const toAnswer = (services: Pick<Services, 'now'>, user: StaffUser): Member => ({
  id: user.id,
  username: user.username,
  displayName: user.displayName,
  permissions: user.permissions,
  ...(user.regionIds !== undefined && { regionIds: user.regionIds }),
  ...(user.disabledAt !== undefined && { disabledAt: user.disabledAt }),
  ...(user.lastSignIn !== undefined && { lastSignIn: user.lastSignIn }),
  ...(user.providerName !== undefined && { providerName: user.providerName }),
  ...(user.provider && { providerBound: true }),
  secondFactor: user.hasSecondFactor === true ? 'on' : 'off',
  password: standingOf(services, user),
});
