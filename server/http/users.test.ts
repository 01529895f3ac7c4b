/** Users and their rights, sessions, passwords, and the record of acts. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aCentral, codeOf, cookiesOf, PASSWORD, type TestCentral } from '../../tests/support/central';

type Headers = Record<string, string>;

let central: TestCentral;
let admin: Headers;

beforeEach(async () => {
  central = await aCentral();
  admin = await central.staff();
});
afterEach(() => central.central.close());

const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, headers: Headers, body?: unknown) =>
  central.call(method, url, { headers, ...(body !== undefined && { body }) });

async function addUser(username: string, permissions: string[] = ['read-fleet']): Promise<string> {
  const body = { username, displayName: `The ${username}`, password: PASSWORD, permissions };
  const answer = await call('POST', '/api/users', admin, body);
  expect(answer.statusCode).toBe(201);
  return answer.json<{ id: string }>().id;
}

async function signIn(username: string, password = PASSWORD): Promise<Headers & { status: string }> {
  const answer = await central.call('POST', '/api/session', { body: { username, password } });
  return { cookie: cookiesOf(answer), origin: central.central.origin, status: String(answer.statusCode) };
}

const statusAndCode = (answer: Awaited<ReturnType<typeof call>>) => [answer.statusCode, codeOf(answer)];

describe('users', () => {
  it('are added with their rights, listed without their passwords, and changed', async () => {
    const id = await addUser('ben', ['edit-reasons', 'read-fleet']);
    const list = await call('GET', '/api/users', admin);
    expect(list.json()).toMatchObject({
      items: [{ username: 'admin' }, { id, username: 'ben', permissions: ['read-fleet', 'edit-reasons'] }],
    });
    expect(list.body).not.toMatch(/scrypt|passwordHash/);
    const edited = await call('PATCH', `/api/users/${id}`, admin, { displayName: 'Ben', permissions: [] });
    expect(edited.json()).toMatchObject({ displayName: 'Ben', permissions: [] });
  });

  it.each([
    ['a name that is taken', { username: 'ADMIN' }, [409, 'already-exists']],
    ['a short password', { password: 'short' }, [400, 'password-too-short']],
    ['a right that does not exist', { permissions: ['edit-everything'] }, [400, 'bad-request']],
    ['a name with a space', { username: 'b en' }, [400, 'bad-request']],
  ])('are refused with %s', async (_, wrong, expected) => {
    const body = { username: 'ben', displayName: 'Ben', password: PASSWORD, permissions: [], ...wrong };
    expect(statusAndCode(await call('POST', '/api/users', admin, body))).toEqual(expected);
  });

  it('are kept by those alone who may manage users', async () => {
    const id = await addUser('ben', ['manage-sites', 'read-fleet', 'edit-catalogue']);
    const ben = await signIn('ben');
    const tries = [
      call('GET', '/api/users', ben),
      call('POST', '/api/users', ben, {
        username: 'x',
        displayName: 'X',
        password: PASSWORD,
        permissions: [],
      }),
      call('PATCH', `/api/users/${id}`, ben, { permissions: ['manage-users'] }),
      call('POST', `/api/users/${id}/password`, ben, { password: PASSWORD }),
      call('GET', `/api/users/${id}/sessions`, ben),
      call('GET', '/api/audit', ben),
    ];
    for (const answer of await Promise.all(tries)) expect(statusAndCode(answer)).toEqual([403, 'no-right']);
  });

  it('always leave one who may manage users', async () => {
    const me = (await call('GET', '/api/session', admin)).json<{ user: { id: string } }>().user.id;
    for (const change of [{ permissions: ['read-fleet'] }, { disabled: true }])
      expect(statusAndCode(await call('PATCH', `/api/users/${me}`, admin, change))).toEqual([
        409,
        'last-admin',
      ]);
    expect(statusAndCode(await call('PATCH', '/api/users/nobody', admin, {}))).toEqual([404, 'not-found']);
  });

  it('who are disabled are out at once, and come in again when they are enabled', async () => {
    const id = await addUser('ben');
    const ben = await signIn('ben');
    await call('PATCH', `/api/users/${id}`, admin, { disabled: true });
    expect(statusAndCode(await call('GET', '/api/session', ben))).toEqual([401, 'not-signed-in']);
    expect((await signIn('ben')).status).toBe('401');
    await call('PATCH', `/api/users/${id}`, admin, { disabled: false });
    expect((await signIn('ben')).status).toBe('200');
    expect(statusAndCode(await call('GET', '/api/session', ben))).toEqual([401, 'not-signed-in']);
  });
});

describe('passwords', () => {
  it('that an administrator sets end every session of the user', async () => {
    const id = await addUser('ben');
    const ben = await signIn('ben');
    const set = await call('POST', `/api/users/${id}/password`, admin, { password: 'another password' });
    expect(set.statusCode).toBe(204);
    expect((await call('GET', '/api/session', ben)).statusCode).toBe(401);
    expect((await signIn('ben')).status).toBe('401');
    expect((await signIn('ben', 'another password')).status).toBe('200');
  });

  it('of one’s own are changed with the old one; the other sessions end and this one stays', async () => {
    await addUser('ben');
    const [here, elsewhere] = [await signIn('ben'), await signIn('ben')];
    const change = (oldPassword: string, newPassword: string) =>
      call('POST', '/api/me/password', here, { oldPassword, newPassword });
    expect(statusAndCode(await change('wrong', 'a new password'))).toEqual([401, 'wrong-password']);
    expect(statusAndCode(await change(PASSWORD, 'short'))).toEqual([400, 'password-too-short']);
    expect((await change(PASSWORD, 'a new password')).statusCode).toBe(204);
    expect((await call('GET', '/api/session', here)).statusCode).toBe(200);
    expect((await call('GET', '/api/session', elsewhere)).statusCode).toBe(401);
    expect((await signIn('ben', 'a new password')).status).toBe('200');
  });

  it('that an administrator sets stay, though the person was about to choose one', async () => {
    const id = await addUser('ben');
    const ben = await signIn('ben');
    const { staff } = central.central.database.registry;
    const replace = staff.replacePassword.bind(staff);
    vi.spyOn(staff, 'replacePassword').mockImplementationOnce(async (...asked) => {
      await call('POST', `/api/users/${id}/password`, admin, { password: 'another password' });
      return replace(...asked);
    });
    const own = { oldPassword: PASSWORD, newPassword: 'a new password' };
    expect(statusAndCode(await call('POST', '/api/me/password', ben, own))).toEqual([401, 'wrong-password']);
    expect((await signIn('ben', 'another password')).status).toBe('200');
  });

  it('cannot be guessed in a browser that was left open, nor changed there without the old one', async () => {
    const me = (await call('GET', '/api/session', admin)).json<{ user: { id: string } }>().user.id;
    expect((await call('POST', `/api/users/${me}/password`, admin, { password: PASSWORD })).statusCode).toBe(
      403,
    );
    const guess = () =>
      call('POST', '/api/me/password', admin, { oldPassword: 'guess', newPassword: 'a new password' });
    for (let tries = 0; tries < 5; tries++) expect((await guess()).statusCode).toBe(401);
    expect(statusAndCode(await guess())).toEqual([429, 'too-many-tries']);
  });
});

describe('sessions', () => {
  const ids = async (headers: Headers, url = '/api/sessions') =>
    (await call('GET', url, headers)).json<{ items: { id: string; current: boolean }[] }>().items;

  it('are listed, this one marked, and ended one by one', async () => {
    await addUser('ben');
    const [here, elsewhere] = [await signIn('ben'), await signIn('ben')];
    const open = await ids(here);
    expect(open).toHaveLength(2);
    const other = open.find(({ current }) => !current);
    expect((await call('DELETE', `/api/sessions/${other?.id}`, here)).statusCode).toBe(204);
    expect((await call('GET', '/api/session', elsewhere)).statusCode).toBe(401);
    expect(await ids(here)).toMatchObject([{ current: true }]);
  });

  it('of others are ended by an administrator, and are nothing that anyone else can find', async () => {
    const id = await addUser('ben');
    const [ben, ann] = [await signIn('ben'), (await addUser('ann'), await signIn('ann'))];
    const [session] = await ids(admin, `/api/users/${id}/sessions`);
    expect((await call('DELETE', `/api/sessions/${session?.id}`, ann)).statusCode).toBe(404);
    expect((await call('DELETE', `/api/sessions/${session?.id}`, admin)).statusCode).toBe(204);
    expect((await call('GET', '/api/session', ben)).statusCode).toBe(401);
  });

  it('are worth nothing after signing out, whoever kept the cookie', async () => {
    await call('DELETE', '/api/session', admin);
    for (const [method, url] of [
      ['GET', '/api/session'],
      ['GET', '/api/users'],
      ['POST', '/api/changes'],
    ] as const)
      expect(statusAndCode(await call(method, url, admin, method === 'GET' ? undefined : {}))).toEqual([
        401,
        'not-signed-in',
      ]);
  });
});

describe('the record of what staff did', () => {
  type Act = { action: string; userName?: string; subjectName?: string; details?: object; count: number };
  const acts = async (query = '') =>
    (await call('GET', `/api/audit?${query}`, admin)).json<{ items: Act[]; nextCursor?: string }>();

  it('tells who signed in, who failed to, and what was changed from what to what', async () => {
    const id = await addUser('ben');
    await signIn('ben', 'a wrong password');
    await signIn('a name that is a password', 'x');
    await call('PATCH', `/api/users/${id}`, admin, { permissions: ['manage-sites'], disabled: true });
    const { items } = await acts();
    expect(items).toMatchObject([
      { action: 'user.disable', userName: 'admin', subjectName: 'The ben' },
      { action: 'user.rights', details: { from: 'read-fleet', to: 'manage-sites' } },
      { action: 'session.sign-in-failed', userId: '', subject: '' },
      { action: 'session.sign-in-failed', userId: '', subjectName: 'The ben' },
      { action: 'user.create', details: { name: 'ben', rights: 'read-fleet' } },
      { action: 'session.sign-in', userName: 'admin' },
    ]);
    expect(JSON.stringify(items)).not.toContain('a name that is a password');
  });

  it('holds the edits of central data, those made together as one', async () => {
    const reason = (n: number) => ({
      id: `00000000-0000-4000-8000-00000000000${n}`,
      hlc: '1760000000000-0000-staff',
      userId: 'staff',
      deviceId: 'staff',
      n,
      kind: 'statusReason.create',
      entityId: `r${n}`,
      patch: { reason: `Reason ${n}`, functionalStatus: 'NOT_IN_USE' },
    });
    await call('POST', '/api/changes', admin, { document: 'config', changes: [reason(1), reason(2)] });
    expect((await acts('kind=statusReason')).items).toMatchObject([
      { action: 'statusReason.create', userName: 'admin', subjectName: 'Reason 2', count: 2 },
    ]);
  });

  it('names the site whose place and facts were written', async () => {
    const region = await call('POST', '/api/regions', admin, { code: 'N', name: 'North' });
    const site = {
      ...{ code: 'HC-1', name: 'Gizo', stores: [{ code: 'HC-1-A', name: 'Gizo store' }] },
      regionId: region.json<{ id: string }>().id,
    };
    expect((await call('POST', '/api/sites', admin, site)).statusCode).toBe(201);
    expect((await acts('kind=facility')).items).toMatchObject([{ subjectName: 'Gizo' }]);
  });

  it('is read page by page, by person, kind and time', async () => {
    for (const name of ['ann', 'ben', 'cis']) await addUser(name);
    const first = await acts('limit=3');
    const second = await acts(`limit=3&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ action }) => action)).toEqual([
      'user.create',
      'user.create',
      'user.create',
      'session.sign-in',
    ]);
    expect(second.nextCursor).toBeUndefined();
    expect((await acts('kind=user')).items).toHaveLength(3);
    expect((await acts('userId=nobody')).items).toEqual([]);
    expect((await acts('to=2020-01-01T00:00:00Z')).items).toEqual([]);
    expect((await call('GET', '/api/audit?kind=a%25', admin)).statusCode).toBe(400);
  });
});
