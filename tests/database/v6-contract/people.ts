import { expect, it } from 'vitest';
import type { SitePerson } from '../../../server/database/port/v6-people';
import { AT, HILL, VALLEY, type Scene } from './scene';

const ada: SitePerson = {
  id: 'ada-1',
  siteId: HILL,
  username: 'Ada',
  displayName: 'Ada Lovelace',
  passwordHash: 'p',
  rights: ['status', 'edit'],
};

export function peopleContract(scene: () => Scene): void {
  it('keeps the people of a site by their names, each name once in the programme', async () => {
    const { people } = scene().v6;
    expect(await people.ofSite(HILL)).toEqual([]);
    expect(await people.add(ada)).toEqual({ ok: true, value: ada });
    const bo = { ...ada, id: 'bo-1', username: 'bo', displayName: 'A bo', storeIds: ['hill-store'] };
    await people.add(bo);
    expect(await people.ofSite(HILL)).toEqual([bo, ada]);
    expect(await people.ofSite(VALLEY)).toEqual([]);
    expect(await people.byUsername('aDA')).toEqual(ada);
    expect(await people.byUsername('nobody')).toBeUndefined();
    const taken = { ok: false, issues: [{ code: 'already-exists', field: 'username' }] };
    expect(await people.add({ ...ada, id: 'ada-2', siteId: VALLEY, username: 'ADA' })).toEqual(taken);
    expect(await people.names(['ada-1', 'bo-1', 'other'])).toEqual(
      new Map([
        ['ada-1', 'Ada Lovelace'],
        ['bo-1', 'A bo'],
      ]),
    );
  });

  it('changes of a person what is said, and takes back what is taken back', async () => {
    const { people } = scene().v6;
    await people.add(ada);
    const change = { rights: ['set-up' as const], storeIds: ['hill-store'], disabledAt: AT };
    expect(await people.edit(HILL, ada.id, change)).toEqual({ ...ada, ...change });
    expect(await people.edit(HILL, ada.id, { passwordHash: 'q', displayName: 'A' })).toEqual({
      ...{ ...ada, ...change },
      passwordHash: 'q',
      displayName: 'A',
    });
    const back = await people.edit(HILL, ada.id, { storeIds: null, disabledAt: null });
    expect(back).not.toHaveProperty('storeIds');
    expect(back).not.toHaveProperty('disabledAt');
    expect(await people.ofSite(HILL)).toEqual([back]);
    expect(await people.edit(VALLEY, ada.id, {})).toBeUndefined();
  });
}
