/** The duties of every implementation for second factors: a code counts once, and only one factor is in force. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CentralDatabase } from '../../server/database/port/central-database';
import { openTestDatabase } from '../support/database';
import { openTestPostgres } from '../support/postgres';

const AT = '2026-01-01T00:00:00.000Z';

describe.each([
  ['SQLite', () => openTestDatabase()],
  ['PostgreSQL', () => openTestPostgres()],
] as const)('second factors in %s', (_name, open: () => Promise<CentralDatabase>) => {
  let database: CentralDatabase;
  beforeEach(async () => {
    database = await open();
    const user = { id: 'u1', username: 'Amina', displayName: 'Amina', passwordHash: 'h', permissions: [] };
    await database.registry.staff.addUser(user);
  });
  afterEach(() => database.close());

  const book = () => database.registry.secondFactors;
  const inForce = async (recoveryHashes: string[] = ['r1', 'r2']): Promise<void> => {
    await book().begin('u1', 'SECRET');
    await book().confirm('u1', { step: 10, at: AT, recoveryHashes });
  };

  it('is begun, begun again with another secret, and in force once a code was typed', async () => {
    expect(await book().of('u1')).toBeUndefined();
    expect(await book().begin('nobody', 'X')).toBe(false);
    expect(await book().confirm('u1', { step: 1, at: AT, recoveryHashes: [] })).toBe(false);
    expect(await book().begin('u1', 'FIRST')).toBe(true);
    expect(await book().begin('u1', 'SECRET')).toBe(true);
    expect(await book().of('u1')).toEqual({ secret: 'SECRET' });
    expect((await database.registry.staff.get('u1'))?.hasSecondFactor).toBeUndefined();
    expect(await book().confirm('u1', { step: 10, at: AT, recoveryHashes: ['r1'] })).toBe(true);
    expect(await book().of('u1')).toEqual({ secret: 'SECRET', confirmedAt: AT });
    const { staff } = database.registry;
    expect((await staff.byName('AMINA'))?.hasSecondFactor).toBe(true);
    expect((await staff.list()).map((user) => user.hasSecondFactor)).toEqual([true]);
    expect(await book().begin('u1', 'OTHER')).toBe(false);
    expect(await book().confirm('u1', { step: 11, at: AT, recoveryHashes: [] })).toBe(false);
  });

  it('takes the codes of a time step once, and none of a step before', async () => {
    await book().begin('u1', 'SECRET');
    expect(await book().useStep('u1', 9)).toBe(false);
    await inForce();
    expect(await book().useStep('u1', 10)).toBe(false);
    const tries = await Promise.all([11, 11, 11].map((step) => book().useStep('u1', step)));
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect(await book().useStep('u1', 10)).toBe(false);
    expect(await book().useStep('u1', 59_000_000)).toBe(true);
    expect(await book().useStep('nobody', 12)).toBe(false);
  });

  it('takes a recovery code once', async () => {
    await inForce();
    expect(await book().useRecovery('u1', 'none')).toBe(false);
    expect(await book().useRecovery('nobody', 'r1')).toBe(false);
    const tries = await Promise.all(['r1', 'r1'].map((hash) => book().useRecovery('u1', hash)));
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect(await book().useRecovery('u1', 'r2')).toBe(true);
    expect(await book().useRecovery('u1', 'r2')).toBe(false);
  });

  it('is taken away', async () => {
    await inForce();
    expect(await book().remove('u1')).toBe(true);
    expect(await book().remove('u1')).toBe(false);
    expect(await book().of('u1')).toBeUndefined();
    expect((await database.registry.staff.get('u1'))?.hasSecondFactor).toBeUndefined();
    expect(await book().begin('u1', 'AGAIN')).toBe(true);
  });
});
