import { expect, it } from 'vitest';
import { AT, HILL, LATER, VALLEY, type Scene } from './scene';

export function sitesContract(scene: () => Scene): void {
  it('has no V6 site until one is made, and then finds it by id and by name, however that is written', async () => {
    const { sites } = scene().v6;
    expect(await sites.exist()).toBe(false);
    expect(await sites.get(HILL)).toBeUndefined();
    const made = { siteId: HILL, name: 'Hill', number: 1, passwordHash: 'p', initialisation: 'new' };
    expect(await sites.put(HILL, { name: 'Hill', passwordHash: 'p' })).toEqual({ ok: true, value: made });
    expect(await sites.exist()).toBe(true);
    expect(await sites.get(HILL)).toEqual(made);
    expect(await sites.byName('hILL')).toEqual(made);
    expect(await sites.byName('valley')).toBeUndefined();
  });

  it('numbers sites one after the other, and refuses a name or a number that is taken', async () => {
    const { sites } = scene().v6;
    await sites.put(HILL, { name: 'hill', number: 7 });
    const taken = (field: string) => ({ ok: false, issues: [{ code: 'already-exists', field }] });
    expect(await sites.put(VALLEY, { name: 'HILL' })).toEqual(taken('name'));
    expect(await sites.put(VALLEY, { name: 'valley', number: 7 })).toEqual(taken('number'));
    expect(await sites.get(VALLEY)).toBeUndefined();
    expect(await sites.put(VALLEY, { name: 'valley' })).toMatchObject({ value: { number: 8 } });
    expect(await sites.put(VALLEY, { number: 3 })).toMatchObject({ value: { name: 'valley', number: 3 } });
  });

  it('demands a name of a new site', async () => {
    expect(await scene().v6.sites.put(HILL, { number: 3 })).toEqual({
      ok: false,
      issues: [{ code: 'missing-field', field: 'name' }],
    });
  });

  it('keeps what is known of a site when its settings change', async () => {
    const { sites } = await scene().speaking();
    await sites.pin(HILL, 'computer 1');
    await sites.note(HILL, { at: AT, appVersion: '2.9', initialisation: 'started' });
    await sites.put(HILL, { passwordHash: 'new' });
    expect(await sites.get(HILL)).toEqual({
      siteId: HILL,
      name: 'hill',
      number: 1,
      passwordHash: 'new',
      hardwareId: 'computer 1',
      initialisation: 'started',
      lastContact: AT,
      appVersion: '2.9',
    });
  });

  it('pins the first installation until it is released; a released site begins anew', async () => {
    const { sites } = await scene().speaking();
    expect(await sites.pin(HILL, 'computer 1')).toBe('computer 1');
    expect(await sites.pin(HILL, 'computer 2')).toBe('computer 1');
    await sites.note(HILL, { at: AT, appVersion: '2.9', initialisation: 'completed' });
    await sites.release(HILL);
    const released = await sites.get(HILL);
    expect(released).toMatchObject({ initialisation: 'new' });
    expect(released).not.toHaveProperty('hardwareId');
    expect(await sites.pin(HILL, 'computer 2')).toBe('computer 2');
  });

  it('notes a contact, and keeps how far the site is where that is not said', async () => {
    const { sites } = await scene().speaking();
    await sites.note(HILL, { at: AT, appVersion: '2.8', initialisation: 'started' });
    await sites.note(HILL, { at: LATER, appVersion: '2.9' });
    expect(await sites.get(HILL)).toMatchObject({
      lastContact: LATER,
      appVersion: '2.9',
      initialisation: 'started',
    });
    expect(await sites.get(VALLEY)).not.toHaveProperty('lastContact');
  });

  it('notes the last push and the last pull, and finds the site among those that were heard', async () => {
    const { sites } = await scene().speaking();
    await sites.note(HILL, { at: AT, appVersion: '2.9', did: 'push' });
    await sites.note(HILL, { at: LATER, appVersion: '2.9', did: 'pull' });
    expect(await sites.get(HILL)).toMatchObject({ lastContact: LATER, lastPush: AT, lastPull: LATER });
    expect((await sites.all()).map(({ name }) => name)).toEqual(['hill', 'valley']);
    const { registry } = scene().database;
    const { sites: silent } = await registry.sites.page({ limit: 5, sort: 'lastContact' });
    expect(silent.map(({ id }) => id)).toEqual([VALLEY, HILL]);
  });

  it('has of a log nothing that stands later than is asked for', async () => {
    await scene().speaking();
    await scene().change('store/hill-store/2026', 'asset/a1', 'asset/a2', 'asset/a3');
    await scene().catchUp();
    const { entries } = await scene().page(0);
    const upTo = entries[1]?.cursor ?? 0;
    const which = { siteId: HILL, storeIds: ['hill-store'], limit: 10, withOwn: false, unknownTables: [] };
    const page = await scene().v6.log.page({ ...which, cursor: 0, upTo });
    expect(page.entries.map(({ recordId }) => recordId)).toEqual(['a1', 'a2']);
    expect(page).toMatchObject({ total: 2, newest: upTo });
  });
}
