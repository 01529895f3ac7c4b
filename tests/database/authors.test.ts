/** A change that names another author is noticed in every database, also where the rows lie far from the devices. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import type { CentralDatabase } from '../../server/database/port/central-database';
import { openTestDatabase } from '../support/database';
import { openTestPostgres } from '../support/postgres';

const AT = '2026-01-01T00:00:00.000Z';

describe.each([
  ['SQLite', () => openTestDatabase()],
  ['PostgreSQL', () => openTestPostgres()],
] as const)('authors in %s', (_name, open: () => Promise<CentralDatabase>) => {
  let database: CentralDatabase;
  let clock = 0;
  beforeEach(async () => {
    clock = 0;
    database = await open();
    const { sites, devices, staff } = database.registry;
    const stores = [{ id: 's1', code: 'A', name: 'Ward' }];
    await sites.add({ id: 'site-A', code: 'A', name: 'A', createdAt: AT, stores });
    for (const [number, id] of ['d1', 'd2', 'd3'].entries())
      await devices.add('site-A', {
        ...{ id, name: id, tokenHash: `hash-${id}`, at: AT },
        proposeClientId: () => 70 + number,
      });
    await devices.revoke('d3', AT);
    await staff.addUser({
      ...{ id: 'staff-1', username: 'amina', displayName: 'Amina', passwordHash: 'h', permissions: [] },
    });
  });
  afterEach(() => database.close());

  const write = (entityId: string, by: Pick<Change, 'deviceId' | 'userId'>): Promise<void> => {
    const change: Change = {
      id: `00000000-0000-4000-8000-${String(clock).padStart(12, '0')}`,
      hlc: `${String(1_780_000_000_000 + clock)}-0000-d1`,
      ...{ ...by, n: clock + 1, kind: 'asset.create', entityId },
      patch: { storeId: 's1', assetNumber: entityId },
    };
    const place = { document: 'store/s1/2026', client: 70, clock: clock++ };
    const sent = { change, body: encodeBody(change), receivedAt: AT, receivedFrom: 'd1' };
    return database.transaction(({ changes }) => changes.insertChanges([{ ...place, ...sent }]));
  };
  const doubted = async (): Promise<string[]> => {
    await database.following.reached();
    const { items } = await database.rows.problems({ limit: 100 });
    return items.filter(({ code }) => code === 'said-by-another').map(({ entityId }) => entityId);
  };

  it('[K7] doubts who names another device or staff, but not one that was shut out before', async () => {
    await write('own', { deviceId: 'd1', userId: 'd1' });
    await write('person', { deviceId: 'd1', userId: 'somebody at the site' });
    await write('former', { deviceId: 'd3', userId: 'd3' });
    await write('other', { deviceId: 'd2', userId: 'd2' });
    await write('unknown', { deviceId: 'nobody', userId: 'nobody' });
    await write('staff', { deviceId: 'd1', userId: 'staff-1' });
    // PostgreSQL holds no such text: it is stored all the same
    await write('null', { deviceId: 'd1\u0000', userId: 'x' });
    expect((await doubted()).sort()).toEqual(['other', 'staff', 'unknown']);
    await database.following.rebuild();
    expect((await doubted()).sort()).toEqual(['other', 'staff', 'unknown']);
  });
});
