import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTestDatabase } from '../../tests/support/database';
import { hashJoinCode, newJoinCode, normalJoinCode } from './join-code';
import { hashPassword, verifyPassword } from './password';
import { hashSecret, newSecret } from './secret';
import { staffSessions, type KnownBrowser } from './staff-sessions';
import { Tries } from './tries';

describe('a password', () => {
  it('is verified against its own hash, and against no other', async () => {
    const hash = await hashPassword('Øre-ring 12');
    expect(hash).not.toContain('ring');
    expect(await verifyPassword('Øre-ring 12', hash)).toBe(true);
    expect(await verifyPassword('Øre-ring 13', hash)).toBe(false);
  });

  it('has a salt of its own each time', async () => {
    expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
  });

  it('of nobody is worked out all the same, and never right', async () => {
    expect(await verifyPassword('', undefined)).toBe(false);
    expect(await verifyPassword('anything', undefined)).toBe(false);
  });

  it('is not right for a hash that cannot be read', async () => {
    expect(await verifyPassword('x', 'plain')).toBe(false);
  });
});

describe('a join code', () => {
  it('is grouped, and has no characters that look alike', () => {
    for (let round = 0; round < 200; round++)
      expect(newJoinCode()).toMatch(/^[2-9A-HJ-KM-NP-TV-Z]{4}(-[2-9A-HJ-KM-NP-TV-Z]{4}){2}$/);
  });

  it('has at least 50 bits', () => {
    const codes = Array.from({ length: 500 }, newJoinCode);
    const letters = new Set(codes.join('').replaceAll('-', ''));
    expect(normalJoinCode(codes[0] ?? '').length * Math.log2(letters.size)).toBeGreaterThan(50);
    expect(new Set(codes).size).toBe(500);
  });

  it('is the same in lower case, with spaces, and without hyphens', () => {
    fc.assert(
      fc.property(fc.constantFrom('', ' ', '-', ' - '), fc.boolean(), (between, isLower) => {
        const code = newJoinCode();
        const typed = ` ${code.split('').join(between)} `;
        expect(hashJoinCode(isLower ? typed.toLowerCase() : typed)).toBe(hashJoinCode(code));
      }),
    );
    expect(normalJoinCode('k7mq 2xhd-9fpt')).toBe('K7MQ2XHD9FPT');
  });
});

describe('a secret', () => {
  it('has 256 bits in characters that a subprotocol can carry, and its hash does not tell it', () => {
    const secret = newSecret();
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(hashSecret(secret)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('tries', () => {
  const limit = { failures: 3, windowMs: 60_000 };

  it('make a caller wait after so many failures, for the rest of the window', () => {
    let now = 0;
    const tries = new Tries(limit, () => now);
    expect([1, 2, 3].map(() => tries.begin('a'))).toEqual([0, 0, 0]);
    now = 20_000;
    expect(tries.begin('a')).toBe(40);
    expect(tries.begin('b')).toBe(0);
    now = 60_000;
    expect(tries.begin('a')).toBe(0);
  });

  it('never count one that succeeded', () => {
    const tries = new Tries(limit, () => 0);
    for (let round = 0; round < 100; round++) {
      expect(tries.begin('a')).toBe(0);
      tries.giveBack('a');
    }
  });

  it('count while they are under way, so that many at once are no way round', () => {
    const tries = new Tries(limit, () => 0);
    expect(Array.from({ length: 10 }, () => tries.begin('a')).filter((wait) => wait === 0)).toHaveLength(3);
  });

  it('forget who tried longest ago when there are too many callers', () => {
    const tries = new Tries({ failures: 1, windowMs: 60_000 }, () => 0, 2);
    tries.begin('a');
    tries.begin('b');
    tries.begin('c');
    expect(tries.begin('c')).toBeGreaterThan(0);
    expect(tries.begin('a')).toBe(0);
  });
});

describe('a staff session', () => {
  const HOUR = 60 * 60 * 1000;

  async function signedIn() {
    const clock = { now: Date.UTC(2026, 0, 1) };
    const { registry } = await openTestDatabase();
    const passwordHash = await hashPassword('secret pass');
    await registry.staff.addUser({
      id: 'u1',
      username: 'Ana',
      displayName: 'Ana',
      passwordHash,
      permissions: ['read-fleet'],
    });
    const sessions = staffSessions(registry, () => clock.now);
    const signIn = async (browser: KnownBrowser) => {
      const result = await sessions.signIn({ username: 'ana', password: 'secret pass' }, browser);
      if (!result.ok) throw new Error('not signed in');
      return result.value;
    };
    return { clock, sessions, signIn, first: await signIn({}), staff: registry.staff };
  }

  it('ends after twelve hours of silence', async () => {
    const { clock, sessions, first } = await signedIn();
    clock.now += 12 * HOUR;
    expect(await sessions.current(first.sessionToken)).toBeDefined();
    clock.now += 12 * HOUR + 1;
    expect(await sessions.current(first.sessionToken)).toBeUndefined();
  });

  it('ends after thirty days, however busy', async () => {
    const { clock, sessions, first } = await signedIn();
    for (let hours = 0; hours < 30 * 24; hours += 10) {
      expect(await sessions.current(first.sessionToken)).toBeDefined();
      clock.now += 10 * HOUR;
    }
    clock.now += 1;
    expect(await sessions.current(first.sessionToken)).toBeUndefined();
  });

  it('has the same device and client id in the same browser, and others elsewhere', async () => {
    const { signIn, first } = await signedIn();
    const ids = ({ deviceId, clientId }: { deviceId: string; clientId: number }) => ({ deviceId, clientId });
    const again = await signIn({ browserToken: first.browserToken ?? '' });
    const bySession = await signIn({ sessionToken: first.sessionToken });
    const elsewhere = await signIn({});
    expect(ids(again)).toEqual(ids(first));
    expect(ids(bySession)).toEqual(ids(first));
    expect(elsewhere.deviceId).not.toBe(first.deviceId);
    expect(elsewhere.clientId).not.toBe(first.clientId);
  });

  it('is over once signed out', async () => {
    const { sessions, first, staff } = await signedIn();
    await staff.endSessions([first.sessionId]);
    expect(await sessions.current(first.sessionToken)).toBeUndefined();
  });
});
