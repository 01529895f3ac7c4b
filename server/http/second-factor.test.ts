// A second factor: set up with the password, asked for at the door, good once, taken away by another administrator or on the machine.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCentral, codeOf, cookiesOf, PASSWORD, type TestCentral } from '../../tests/support/central';
import { codeAt } from '../../tests/support/one-time-code';

const MINUTE = 60_000;
let now = Date.UTC(2026, 10, 29, 12);
let central: TestCentral;
let staff: Record<string, string>;

async function start(secondFactor: 'optional' | 'administrators' | 'everyone'): Promise<void> {
  central = await aCentral({ now: () => now, secondFactor });
  staff = await central.staff();
}
beforeEach(() => start('optional'));
afterEach(() => central.central.close());

const post = (url: string, body: unknown, headers = staff) => central.call('POST', url, { body, headers });
const enter = (secondFactor?: string, username = 'admin') =>
  central.call('POST', '/api/session', {
    body: { username, password: PASSWORD, ...(secondFactor !== undefined && { secondFactor }) },
  });

async function setUp(headers = staff): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = (await post('/api/me/second-factor', { password: PASSWORD }, headers)).json<{
    secret: string;
  }>();
  const confirmed = await post('/api/me/second-factor/confirm', { code: codeAt(secret, now) }, headers);
  return { secret, ...confirmed.json<{ recoveryCodes: string[] }>() };
}

it('is off until a code of it was typed', async () => {
  expect((await post('/api/me/second-factor', { password: 'wrong' })).statusCode).toBe(401);
  expect((await post('/api/me/second-factor/confirm', { code: '123456' })).statusCode).toBe(409);
  const begun = await post('/api/me/second-factor', { password: PASSWORD });
  expect(begun.statusCode).toBe(200);
  expect((await enter()).statusCode).toBe(200);
  const wrong = await post('/api/me/second-factor/confirm', { code: '000000' });
  expect([wrong.statusCode, codeOf(wrong)]).toEqual([401, 'second-factor-wrong']);
  expect((await enter()).json()).toMatchObject({ user: { secondFactor: 'off' } });
  // begun again: the secret that nobody confirmed is another one
  const { secret } = begun.json<{ secret: string }>();
  const again = (await post('/api/me/second-factor', { password: PASSWORD })).json<{ secret: string }>();
  expect(again.secret).not.toBe(secret);
});

it('puts out whoever came in before with the password alone', async () => {
  const thief = { cookie: cookiesOf(await enter()), origin: central.central.origin };
  expect((await central.call('GET', '/api/session', { headers: thief })).statusCode).toBe(200);
  await setUp();
  expect((await central.call('GET', '/api/session', { headers: thief })).statusCode).toBe(401);
  expect((await central.call('GET', '/api/session', { headers: staff })).statusCode).toBe(200);
});

describe('in force', () => {
  let secret: string;
  let recovery: string[];
  beforeEach(async () => ({ secret, recoveryCodes: recovery } = await setUp()));

  it('the password alone is answered by a question, and the answer lets in once', async () => {
    const asked = await enter();
    expect([asked.statusCode, codeOf(asked)]).toEqual([401, 'second-factor']);
    const used = await enter(codeAt(secret, now));
    expect([used.statusCode, codeOf(used)]).toEqual([401, 'second-factor-wrong']);
    now += MINUTE;
    expect((await enter(codeAt(secret, now))).json()).toMatchObject({ user: { secondFactor: 'on' } });
    expect((await enter(codeAt(secret, now))).statusCode).toBe(401);
    expect((await enter(codeAt(secret, now - 30_000))).statusCode).toBe(401);
    expect((await post('/api/me/second-factor', { password: PASSWORD })).statusCode).toBe(409);
  });

  it('a wrong password is told as one, whatever the code', async () => {
    const body = { username: 'admin', password: 'wrong', secondFactor: codeAt(secret, now + MINUTE) };
    const answer = await central.call('POST', '/api/session', { body });
    expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'wrong-password']);
  });

  it('guessing codes is slowed like guessing passwords; being asked is no failure', async () => {
    for (let tries = 0; tries < 20; tries += 1) expect((await enter()).statusCode).toBe(401);
    const statuses = [];
    for (let tries = 0; tries < 20; tries += 1) statuses.push((await enter('000000')).statusCode);
    expect(statuses.at(-1)).toBe(429);
  });

  it('each recovery code lets in once, however it is typed', async () => {
    const [first = '', second = ''] = recovery;
    expect((await enter(first)).statusCode).toBe(200);
    expect((await enter(first)).statusCode).toBe(401);
    expect((await enter(second.toUpperCase().replaceAll('-', ' '))).statusCode).toBe(200);
    const acts = (await central.call('GET', '/api/audit', { headers: staff })).json<{
      items: { action: string }[];
    }>().items;
    expect(acts.filter(({ action }) => action === 'user.recovery-code')).toHaveLength(2);
  });

  it('is left with the password; another administrator resets it, and sessions end', async () => {
    const body = {
      username: 'other',
      displayName: 'Other',
      password: PASSWORD,
      permissions: ['manage-users'],
    };
    const { id } = (await post('/api/users', body)).json<{ id: string }>();
    const other = { cookie: cookiesOf(await enter(undefined, 'other')), origin: central.central.origin };
    await setUp(other);
    const me = (await central.call('GET', '/api/session', { headers: staff })).json<{
      user: { id: string };
    }>();
    const own = await central.call('DELETE', `/api/users/${me.user.id}/second-factor`, { headers: staff });
    expect(own.statusCode).toBe(403);
    expect(
      (await central.call('DELETE', `/api/users/${id}/second-factor`, { headers: staff })).statusCode,
    ).toBe(204);
    expect((await central.call('GET', '/api/session', { headers: other })).statusCode).toBe(401);
    expect((await enter(undefined, 'other')).statusCode).toBe(200);
    expect((await post('/api/me/second-factor/remove', { password: 'wrong' })).statusCode).toBe(401);
    for (const code of [undefined, '000000', codeAt(secret, now)]) {
      const left = await post('/api/me/second-factor/remove', { password: PASSWORD, code });
      expect([left.statusCode, codeOf(left)]).toEqual([401, 'second-factor-wrong']);
    }
    now += MINUTE;
    const right = { password: PASSWORD, code: codeAt(secret, now) };
    expect((await post('/api/me/second-factor/remove', right)).statusCode).toBe(204);
    expect((await enter()).json()).toMatchObject({ user: { secondFactor: 'off' } });
  });

  it('whoever lost the phone leaves it with a recovery code, which is good no more', async () => {
    const [code = ''] = recovery;
    expect((await post('/api/me/second-factor/remove', { password: PASSWORD, code })).statusCode).toBe(204);
    ({ secret } = await setUp());
    expect((await enter(code)).statusCode).toBe(401);
  });

  it('no answer and no record of acts holds the secret or a code', async () => {
    const texts = await Promise.all(
      ['/api/session', '/api/users', '/api/audit'].map(
        async (url) => (await central.call('GET', url, { headers: staff })).body,
      ),
    );
    for (const text of texts) for (const kept of [secret, ...recovery]) expect(text).not.toContain(kept);
    expect(texts[2]).toContain('user.second-factor-on');
  });
});

it('where it is a must, rights wait for it, and for nothing else', async () => {
  await central.central.close();
  await start('administrators');
  const session = await central.call('GET', '/api/session', { headers: staff });
  expect(session.json()).toMatchObject({ user: { permissions: [], secondFactor: 'needed' } });
  expect((await central.call('GET', '/api/users', { headers: staff })).statusCode).toBe(403);
  await setUp();
  expect((await central.call('GET', '/api/users', { headers: staff })).statusCode).toBe(200);
  const body = { username: 'reader', displayName: 'R', password: PASSWORD, permissions: ['read-fleet'] };
  await post('/api/users', body);
  expect((await enter(undefined, 'reader')).json()).toMatchObject({
    user: { permissions: ['read-fleet'], secondFactor: 'off' },
  });
});
