import { beforeEach, describe, expect, it } from 'vitest';
import { hashPassword } from '../../auth/password';
import { passwordCheck, type CheckPassword } from './password-check';

const HOUR = 60 * 60 * 1000;
const hill = { username: 'hill', passwordSha256: 'ab' };

describe('a site that says its password', () => {
  let now: number;
  let checks: string[];
  let check: CheckPassword;

  beforeEach(() => {
    now = 0;
    checks = [];
    check = passwordCheck(
      () => now,
      async (password, hash) => {
        checks.push(`${password} ${hash}`);
        return `hash of ${password}` === hash;
      },
    );
  });

  it('is checked once, also when it calls many times at once', async () => {
    const hash = 'hash of ab';
    expect(await Promise.all([check(hill, hash), check(hill, hash)])).toEqual([true, true]);
    expect(await check({ ...hill, passwordSha256: 'AB' }, hash)).toBe(true);
    expect(checks).toEqual(['ab hash of ab']);
  });

  it('is checked again when it was silent for an hour, not while it keeps calling', async () => {
    const hash = 'hash of ab';
    for (let calls = 0; calls < 5; calls++) {
      expect(await check(hill, hash)).toBe(true);
      now += HOUR - 1;
    }
    expect(checks).toHaveLength(1);
    now += 1;
    expect(await check(hill, hash)).toBe(true);
    expect(checks).toHaveLength(2);
  });

  it('is refused at once when its password is changed, and known by the new one', async () => {
    expect(await check(hill, 'hash of ab')).toBe(true);
    expect(await check(hill, 'hash of cd')).toBe(false);
    expect(await check({ ...hill, passwordSha256: 'cd' }, 'hash of cd')).toBe(true);
  });

  it('is checked each time while it is wrong, and each time where nobody has that name', async () => {
    for (const hash of ['hash of other', undefined])
      for (let calls = 0; calls < 2; calls++) expect(await check(hill, hash)).toBe(false);
    expect(checks).toHaveLength(4);
  });

  it('of another name with the same password is checked by itself', async () => {
    await check(hill, 'hash of ab');
    await check({ ...hill, username: 'valley' }, 'hash of ab');
    expect(checks).toHaveLength(2);
  });
});

it('a check lets the server go on with other work meanwhile', async () => {
  const check = passwordCheck(Date.now);
  const hash = await hashPassword('ab');
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  expect(await check(hill, hash)).toBe(true);
  clearImmediate(next);
  expect(turns).toBeGreaterThan(1);
});
