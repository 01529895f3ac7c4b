/** The contract of saved views, on both databases. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CentralDatabase } from '../../server/database/port/central-database';
import type { SavedView } from '../../server/database/port/registry-views';
import { openTestDatabase } from '../support/database';
import { openTestPostgres } from '../support/postgres';

const view = (id: string, userId: string, over: Partial<SavedView> = {}): SavedView => ({
  ...{ id, userId, list: 'fleet', name: `View ${id}`, query: 'status=NOT_FUNCTIONING&sort=-status' },
  columns: ['type', 'reason'],
  isShared: false,
  ...over,
});

describe.each([
  ['SQLite', () => openTestDatabase()],
  ['PostgreSQL', () => openTestPostgres()],
] as const)('saved views in %s', (_name, open: () => Promise<CentralDatabase>) => {
  let database: CentralDatabase;
  beforeEach(async () => {
    database = await open();
    for (const id of ['ana', 'ben'])
      await database.registry.staff.addUser({
        ...{ id, username: id, displayName: id, passwordHash: 'h', permissions: [] },
      });
  });
  afterEach(() => database.close());

  it('gives each user their own and what is shared, by name', async () => {
    const { views } = database.registry;
    await views.put(view('2', 'ana', { name: 'B', isShared: true }));
    await views.put(view('1', 'ana', { name: 'A' }));
    await views.put(view('3', 'ben', { name: 'C', list: 'sites', columns: [] }));
    expect((await views.seenBy('ana')).map(({ id }) => id)).toEqual(['1', '2']);
    expect((await views.seenBy('ben')).map(({ id }) => id)).toEqual(['2', '3']);
    expect(await views.get('3')).toEqual(view('3', 'ben', { name: 'C', list: 'sites', columns: [] }));
    expect(await views.get('none')).toBeUndefined();
  });

  it('writes one in the place of the one with its id, and removes it', async () => {
    const { views } = database.registry;
    await views.put(view('1', 'ana'));
    await views.put(view('1', 'ana', { name: 'Renamed', isShared: true }));
    expect((await views.seenBy('ben')).map(({ name }) => name)).toEqual(['Renamed']);
    expect(await views.remove('1')).toBe(true);
    expect(await views.remove('1')).toBe(false);
    expect(await views.seenBy('ana')).toEqual([]);
  });
});
