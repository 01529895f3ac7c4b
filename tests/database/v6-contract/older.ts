import { expect, it } from 'vitest';
import { HILL, VALLEY, type Scene } from './scene';

const record = (recordId: string, name: string) => ({
  table: 'item',
  recordId,
  data: { ID: recordId, name },
});
const row = (recordId: string, data: { n: number }, action = 'update', table = 'location') => ({
  ...{ table, recordId, action, data },
});

export function olderContract(scene: () => Scene): void {
  it('says which stores there are and which V6 site has each, and tells when that changes', async () => {
    const { centralRecords, sites } = scene().v6;
    const versions = [await centralRecords.storesVersion()];
    const changes = async () => {
      const version = await centralRecords.storesVersion();
      const isNew = version !== versions.at(-1);
      versions.push(version);
      return isNew;
    };
    expect(await changes()).toBe(false);
    await sites.put(HILL, { name: 'hill', number: 7 });
    expect(await changes()).toBe(true);
    expect(await centralRecords.stores()).toEqual([
      { id: 'hill-store', code: 'hill', name: 'hill', siteNumber: 7 },
      { id: 'valley-store', code: 'valley', name: 'valley', siteNumber: 0 },
    ]);
    await sites.note(HILL, { at: '2026-01-01T00:00:00.000Z', appVersion: '2' });
    expect(await changes()).toBe(false);
    const { registry } = scene().database;
    await registry.sites.edit(HILL, { addStores: [{ id: 'ward', code: 'w', name: 'Ward' }] });
    expect(await changes()).toBe(true);
    await registry.sites.moveStore({ storeId: 'ward', siteId: VALLEY, at: '2026-01-01T00:00:00.000Z' });
    expect(await changes()).toBe(true);
    await sites.put(HILL, { number: 8 });
    expect(await changes()).toBe(true);
  });

  it('gives central records in the order in which they came to be as they are', async () => {
    const { centralRecords } = scene().v6;
    const idsAfter = async (cursor: number, limit = 10) =>
      (await centralRecords.page(cursor, limit)).entries.map(({ recordId }) => recordId);
    expect(await centralRecords.page(0, 10)).toEqual({ entries: [], newest: 0 });
    await centralRecords.keep([record('a', 'A'), record('b', 'B')]);
    const first = await centralRecords.page(0, 10);
    expect(first.entries.map(({ data }) => data['name'])).toEqual(['A', 'B']);
    expect(await idsAfter(0, 1)).toEqual(['a']);
    await centralRecords.keep([record('a', 'A'), record('b', 'B')]);
    expect(await centralRecords.page(0, 10)).toEqual(first);
    await centralRecords.keep([record('a', 'other'), record('b', 'B'), record('c', 'C')]);
    expect(await idsAfter(first.newest)).toEqual(['a', 'c']);
    expect(await idsAfter(0)).toEqual(['b', 'a', 'c']);
    await centralRecords.keep([record('a', 'other')]);
    expect(await centralRecords.known(['a', 'b', 'd'])).toEqual(new Set(['a', 'b']));
    expect(await centralRecords.known([])).toEqual(new Set());
  });

  it('remembers what a site has taken of them, and lets no record stand where it asks from a cursor not of here', async () => {
    const { centralRecords, sites } = scene().v6;
    await sites.put(HILL, { name: 'hill' });
    await centralRecords.keep([record('a', 'A'), record('b', 'B')]);
    const [first, second] = (await centralRecords.page(0, 10)).entries.map(({ cursor }) => cursor);
    expect(await centralRecords.asked(HILL, 0)).toEqual({ taken: 0, ends: [] });
    await centralRecords.give(HILL, 0, first ?? 0);
    expect(await centralRecords.asked(HILL, second ?? 0)).toEqual({
      taken: first,
      ends: [],
      foreign: second,
    });
    await centralRecords.keep([record('a', 'A'), record('b', 'B'), record('c', 'C')]);
    const after = (await centralRecords.page(first ?? 0, 10)).entries;
    expect(after.map(({ recordId }) => recordId)).toEqual(['b', 'c']);
    expect(after.map(({ cursor }) => cursor)).not.toContain(second);
    await centralRecords.asked(VALLEY, Number.MAX_SAFE_INTEGER);
    await centralRecords.keep([record('d', 'D')]);
    expect((await centralRecords.page(0, 10)).newest).toBeLessThan(2 ** 20);
  });

  it('a site in a beginning that it began in another life is served from the first on, until it has all', async () => {
    const { centralRecords, sites } = scene().v6;
    await sites.put(HILL, { name: 'hill' });
    await centralRecords.keep(['a', 'b', 'c'].map((id) => record(id, id)));
    const [first = 0, second = 0, third = 0] = (await centralRecords.page(0, 10)).entries.map(
      ({ cursor }) => cursor,
    );
    await centralRecords.asked(HILL, 0);
    await centralRecords.give(HILL, 0, third);
    expect(await centralRecords.asked(HILL, second)).toMatchObject({ foreign: second, taken: 0 });
    await centralRecords.asked(HILL, third);
    await centralRecords.hasAll(HILL, 7);
    await centralRecords.begins(HILL);
    const begun = { taken: 0, ends: [], foreign: first, begun: true };
    expect(await centralRecords.asked(HILL, first)).toEqual(begun);
    await centralRecords.give(HILL, first, second);
    // it goes on with what it began here, however often it says so
    await centralRecords.begins(HILL);
    expect(await centralRecords.asked(HILL, second)).toMatchObject({ ends: [second], begun: true });
    await centralRecords.hasAll(HILL, 7);
    expect(await centralRecords.asked(HILL, second)).not.toHaveProperty('begun');
  });

  it('remembers how far a site had them, of each site by itself', async () => {
    const { centralRecords, sites } = scene().v6;
    await sites.put(HILL, { name: 'hill' });
    await sites.put(VALLEY, { name: 'valley' });
    expect(await centralRecords.hadUpTo(HILL)).toBeUndefined();
    await centralRecords.hasAll(HILL, 12);
    await centralRecords.hasAll(HILL, 9);
    expect(await centralRecords.hadUpTo(HILL)).toBe(9);
    expect(await centralRecords.hadUpTo(VALLEY)).toBeUndefined();
  });

  it('keeps the latest of what a site pushed, and lets it wait when the site begins anew', async () => {
    const { olderMemory, sites } = scene().v6;
    await sites.put(HILL, { name: 'hill' });
    await sites.put(VALLEY, { name: 'valley' });
    await olderMemory.keep(HILL, [row('a', { n: 1 }), row('b', { n: 1 }), row('gone', { n: 1 })], {});
    await olderMemory.keep(HILL, [row('a', { n: 2 }), row('gone', { n: 2 }, 'Delete')], {});
    expect(await olderMemory.waiting(HILL, 10)).toEqual({ items: [], total: 0 });
    expect(await olderMemory.known(HILL, 'location', ['a', 'gone', 'c'])).toEqual(new Set(['a']));
    expect(await olderMemory.known(HILL, 'name', ['a'])).toEqual(new Set());
    expect(await olderMemory.known(VALLEY, 'location', ['a'])).toEqual(new Set());
    expect(await olderMemory.begin(VALLEY)).toBe(0);
    expect(await olderMemory.begin(HILL)).toBe(2);
    const { items, total } = await olderMemory.waiting(HILL, 1);
    expect([items.map(({ recordId, data }) => [recordId, data]), total]).toEqual([[['b', { n: 1 }]], 2]);
    await olderMemory.taken(HILL, items[0]?.number ?? 0);
    // the site has the records that it pushes meanwhile
    await olderMemory.keep(HILL, [row('new', { n: 1 })], {});
    const rest = await olderMemory.waiting(HILL, 10);
    expect(rest).toMatchObject({ items: [{ recordId: 'a', data: { n: 2 }, action: 'update' }], total: 1 });
    await olderMemory.taken(HILL, rest.items[0]?.number ?? 0);
    expect(await olderMemory.waiting(HILL, 10)).toEqual({ items: [], total: 0 });
    expect(await olderMemory.begin(HILL)).toBe(3);
    // and those that it pushes once more: one that changes while it waits takes a place behind all that wait
    await olderMemory.keep(HILL, [row('b', { n: 3 })], {});
    const left = await olderMemory.waiting(HILL, 10);
    expect(left.items.map(({ recordId }) => recordId)).toEqual(['a', 'new']);
    expect(await olderMemory.begin(HILL)).toBe(3);
    const all = await olderMemory.waiting(HILL, 10);
    expect(all.items.map(({ recordId }) => recordId)).toEqual(['a', 'new', 'b']);
  });

  it('keeps only so many of a table that comes without end', async () => {
    const { olderMemory, sites } = scene().v6;
    await sites.put(HILL, { name: 'hill' });
    const log = [1, 2, 3, 4].map((n) => row(`log ${n}`, { n }, 'insert', 'activity_log'));
    await olderMemory.keep(HILL, [...log, row('a', { n: 1 })], { activity_log: 2 });
    await olderMemory.begin(HILL);
    const { items } = await olderMemory.waiting(HILL, 10);
    expect(items.map(({ recordId }) => recordId)).toEqual(['log 3', 'log 4', 'a']);
  });
}
