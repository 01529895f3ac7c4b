// What a new programme still lacks, as the checklist of its administrators has it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCentral, type Central } from '../start-central';
import { isFirstPasswordGone } from '../first-owner';
import { newId } from '../new-id';
import { ChangeMaker } from '../../tests/central/change-maker';
import { aCentral, codeOf, cookiesOf, TestCentral } from '../../tests/support/central';
import { openTestDatabase } from '../../tests/support/database';
import { OpenMSupplySite } from '../../tests/v6/open-msupply-site';
import type { FirstSteps } from '#shared/api/first-steps';

let central: TestCentral;
let staff: Record<string, string>;
beforeEach(async () => {
  central = await aCentral();
  staff = await central.staff();
});
afterEach(() => central.central.close());

const call = (method: 'GET' | 'POST', url: string, body?: unknown, headers = staff) =>
  central.call(method, url, { headers, ...(body !== undefined && { body }) });
const lacking = async (): Promise<string[]> =>
  (await call('GET', '/api/first-steps'))
    .json<FirstSteps>()
    .items.flatMap(({ id, done }) => (done ? [] : [id]));

it('each step is done by what is there, and none by being looked at', async () => {
  expect(await lacking()).toEqual(['administrator', 'programme', 'starter-data', 'site', 'device']);

  const second = { username: 'joseph', displayName: 'Joseph', password: 'four words in a row' };
  await call('POST', '/api/users', { ...second, permissions: ['read-fleet'] });
  expect(await lacking()).toContain('administrator');
  await call('POST', '/api/users', { ...second, username: 'eve', permissions: ['manage-users'] });
  expect(await lacking()).not.toContain('administrator');

  const made = await central.site(staff, 'S1');
  expect((await call('GET', '/api/first-steps')).json()).toMatchObject({ siteId: made.id });
  expect(await lacking()).toEqual(['programme', 'starter-data', 'device']);
  await central.join(await central.joinCode(staff, made.id));
  expect(await lacking()).toEqual(['programme', 'starter-data']);

  const maker = new ChangeMaker('d1', newId(Date.now()));
  const patch = { programmeName: 'PEV', starterData: 'kept', largestFileMegabytes: 50 };
  const changes = [maker.make('programmeSettings.create', patch, 'programme-settings')];
  expect((await call('POST', '/api/changes', { document: 'config', changes })).statusCode).toBe(200);
  expect(await lacking()).toEqual([]);
});

it('a programme whose only site works with Open mSupply has begun once that was heard', async () => {
  const made = await central.site(staff, 'S1');
  await central.call('PATCH', `/api/sites/${made.id}/v6`, {
    headers: staff,
    body: { name: 'hill', password: 'a site password' },
  });
  expect(await lacking()).toContain('device');
  const { headers } = new OpenMSupplySite('', 'hill', 'a site password');
  expect((await central.call('GET', '/sync/v5/site', { headers })).statusCode).toBe(200);
  expect(await lacking()).not.toContain('device');
});

it('is for those who may manage users', async () => {
  const reader = {
    username: 'eve',
    displayName: 'Eve',
    password: 'four words in a row',
    permissions: ['read-fleet'],
  };
  await call('POST', '/api/users', reader);
  const session = await call('POST', '/api/session', { username: 'eve', password: reader.password });
  const hers = { cookie: cookiesOf(session), origin: central.central.origin };
  const refused = await call('GET', '/api/first-steps', undefined, hers);
  expect([refused.statusCode, codeOf(refused)]).toEqual([403, 'no-right']);
});

it('a password that the server made up is to be changed, until somebody has', async () => {
  const printed = await startCentral({ database: await openTestDatabase(), host: '127.0.0.1' });
  const password = printed.firstSignIn?.password ?? '';
  const other = new TestCentral(printed);
  const session = await other.call('POST', '/api/session', { body: { username: 'admin', password } });
  const headers = { cookie: cookiesOf(session), origin: printed.origin };
  const open = async () =>
    (await other.call('GET', '/api/first-steps', { headers })).json<FirstSteps>().items[0];
  expect(await open()).toEqual({ id: 'password', done: false });

  // another person's is not the one that the server printed
  const body = { username: 'eve', displayName: 'Eve', password: 'four words in a row', permissions: [] };
  await other.call('POST', '/api/users', { headers, body });
  const hers = await other.call('POST', '/api/session', {
    body: { username: 'eve', password: body.password },
  });
  const own = await other.call('POST', '/api/me/password', {
    headers: { cookie: cookiesOf(hers), origin: printed.origin },
    body: { oldPassword: body.password, newPassword: 'five words in a row' },
  });
  expect([own.statusCode, await open()]).toEqual([204, { id: 'password', done: false }]);
  const changed = await other.call('POST', '/api/me/password', {
    headers,
    body: { oldPassword: password, newPassword: 'four words in a row' },
  });
  expect(changed.statusCode).toBeLessThan(300);
  const again = await other.call('POST', '/api/session', {
    body: { username: 'admin', password: 'four words in a row' },
  });
  headers.cookie = cookiesOf(again);
  expect(await open()).toEqual({ id: 'password', done: true });
  const { audit } = printed.database.registry;
  const act = { at: new Date().toISOString(), userId: 'x', action: 'user.create', subject: 'y' };
  for (let acts = 0; acts < 600; acts += 1) await audit.write(act);
  expect(await open()).toEqual({ id: 'password', done: true });
  await printed.close();
});

describe('the account that the server made for itself', () => {
  const FIRST_OWNER = 'first_owner';
  /** Before the ids of all other accounts: such as come from a list follow from its file. */
  const FIRST_ID = '00000000-0000-5000-8000-000000000000';
  let printed: Central;
  let headers: Record<string, string>;
  beforeEach(async () => {
    printed = await startCentral({ database: await openTestDatabase(), host: '127.0.0.1' });
    const { username = '', password = '' } = printed.firstSignIn ?? {};
    const other = new TestCentral(printed);
    const session = await other.call('POST', '/api/session', { body: { username, password } });
    headers = { cookie: cookiesOf(session), origin: printed.origin };
  });
  afterEach(() => printed.close());

  const isDone = async (): Promise<boolean | undefined> =>
    (await new TestCentral(printed).call('GET', '/api/first-steps', { headers }))
      .json<FirstSteps>()
      .items.find(({ id }) => id === 'password')?.done;
  const owner = () => printed.database.registry.staff.byName(printed.firstSignIn?.username ?? '');
  const note = (action: string, subject: string) =>
    printed.database.registry.audit.write({ at: new Date().toISOString(), userId: 'x', action, subject });
  const ofList = (): Promise<unknown> =>
    printed.database.registry.staff.addUser({
      ...{ id: FIRST_ID, username: 'ines', displayName: 'Ines', passwordHash: '' },
      permissions: ['manage-users'],
    });
  /** As a programme stands that began before the owner was noted. */
  const ofBefore = () => printed.database.transaction(({ changes }) => changes.setMeta(FIRST_OWNER, ''));

  it.each([
    ['noted', () => Promise.resolve()],
    ['of before', ofBefore],
  ])('is not one of a list, whose password is another matter: %s', async (_, make) => {
    await make();
    await ofList();
    await note('user.create', FIRST_ID);
    await note('user.own-password', FIRST_ID);
    expect(await isDone()).toBe(false);
    await printed.database.registry.staff.setPassword((await owner())?.id ?? '', 'another');
    expect(await isDone()).toBe(true);
  });

  it('counts as changed where it was before the owner was noted', async () => {
    await ofBefore();
    await ofList();
    await note('user.create', FIRST_ID);
    await note('user.password', (await owner())?.id ?? '');
    expect([await isDone(), await isDone()]).toEqual([true, true]);
  });

  it('lets nobody in where it is disabled, and does again where it is not', async () => {
    await ofList();
    const { staff: people } = printed.database.registry;
    const id = (await owner())?.id ?? '';
    await people.edit(id, { disabledAt: '2026-11-30T00:00:00.000Z' });
    expect(await isFirstPasswordGone(printed.database)).toBe(true);
    await people.edit(id, { disabledAt: null });
    expect(await isFirstPasswordGone(printed.database)).toBe(false);
  });

  it('is looked for in the acts once', async () => {
    await ofBefore();
    const { audit } = printed.database.registry;
    const read = vi.spyOn(audit, 'page');
    expect([await isDone(), await isDone(), read.mock.calls.length]).toEqual([false, false, 1]);
  });
});
