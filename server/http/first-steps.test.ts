// What a new programme still lacks, as the checklist of its administrators has it.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startCentral } from '../start-central';
import { newId } from '../new-id';
import { ChangeMaker } from '../../tests/central/change-maker';
import { aCentral, codeOf, cookiesOf, TestCentral } from '../../tests/support/central';
import { openTestDatabase } from '../../tests/support/database';
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
