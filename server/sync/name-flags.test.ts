// R8 at central: names that two members of staff added without knowing of each other are stored, flagged, and cured by a new name.
import { expect, test } from 'vitest';
import { ChangeMaker } from '../../tests/central/change-maker';
import { aCentral } from '../../tests/support/central';
import { newId } from '../new-id';

const names = [
  ['item', { code: 'PARA', name: 'Paracetamol', unit: 'tablet' }, { code: 'para' }, 'code', 'code-taken'],
  ['assetClass', { name: 'Énergie' }, { name: 'energie' }, 'name', 'name-taken'],
] as const;

test.each(names)(
  '[R8] two of one name (%s) are both flagged until one has another',
  async (entity, ...said) => {
    const [first, alike, field, code] = said;
    const { central } = await aCentral();
    const by = { deviceId: 'd1', userId: 'u1' };
    const maker = new ChangeMaker(by.deviceId, by.userId);
    const author = (...changes: unknown[]) => central.sync.author('config', changes, by);
    const flags = async () =>
      (await central.database.rows.problems({ limit: 10 })).items.map((problem) => [
        problem.entityId,
        problem.code,
        problem.field,
      ]);

    const [one, second] = [newId(Date.now()), newId(Date.now())];
    await author(maker.make(`${entity}.create`, first, one));
    expect(await flags()).toEqual([]);
    await author(maker.make(`${entity}.create`, { ...first, ...alike }, second));
    const both = await flags();
    expect(both).toHaveLength(2);
    expect(both).toEqual(expect.arrayContaining([one, second].map((id) => [id, code, field])));

    await author(maker.make(`${entity}.edit`, { [field]: 'Another' }, second));
    expect(await flags()).toEqual([]);
    await central.close();
  },
);
