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
}
