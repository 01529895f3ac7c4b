// The assets that staff find by words, as a site finds them: makes, models, types, sites and stores, in any script.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeDocument, yearOf } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import { aCentral, type Site, type TestCentral } from '../../tests/support/central';
import { newId } from '../new-id';

let central: TestCentral;
let staff: { cookie: string; origin: string };
let site: Site;
const by = { deviceId: 'tester', userId: 'tester' };
let n = 0;
const change = (kind: string, entityId: string, patch: object) => ({
  ...{ id: newId(Date.now()), ...by, n: ++n, kind, entityId, patch },
  hlc: formatHlc({ ms: Date.now(), counter: n, deviceId: by.deviceId }),
});
const author = async (document: string, ...changes: object[]) => {
  const result = await central.central.sync.author(document, changes, {
    ...by,
    rights: ['edit-catalogue', 'edit-equipment'],
  });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
};
const kind = { classId: 'cl', categoryId: 'ca', typeId: 'ty' };
const find = async (q: string): Promise<string[]> => {
  const answer = await central.call('GET', `/api/assets?q=${encodeURIComponent(q)}`, { headers: staff });
  return answer.json<{ items: { assetNumber: string }[] }>().items.map(({ assetNumber }) => assetNumber);
};

beforeAll(async () => {
  central = await aCentral();
  staff = await central.staff();
  site = await central.site(staff, 'KOR', [{ code: 'KOR-EPI', name: 'Maternité du Nord' }]);
  const other = await central.site(staff, 'LAK');
  await author(
    'config',
    change('assetClass.create', 'cl', { name: 'Test class' }),
    change('assetCategory.create', 'ca', { name: 'Test boxes', classId: 'cl' }),
    change('assetType.create', 'ty', { name: 'Réfrigération', categoryId: 'ca' }),
    change('catalogueItem.create', 'ci', { code: 'X901/007', subCatalogue: 'General', manufacturer: 'Nordfrost', model: 'QK 304', classId: 'cl', categoryId: 'ca', typeId: 'ty' }), // prettier-ignore
  );
  await author(
    storeDocument(site.stores[0]?.id ?? '', yearOf(Date.now())),
    change('asset.create', 'a1', { assetNumber: 'N-1', ...kind, catalogueItemId: 'ci' }),
    change('asset.create', 'a2', {
      assetNumber: 'N-2',
      ...kind,
      typeId: 'other',
      storageLocation: 'غُرْفَةُ اللقاح',
    }),
  );
  await author(
    storeDocument(other.stores[0]?.id ?? '', yearOf(Date.now())),
    change('asset.create', 'a3', { assetNumber: 'RDG-003', ...kind, typeId: 'other', notes: 'İlaç odası' }),
  );
});
afterAll(() => central.central.close());

describe('a search of the fleet', () => {
  it.each([
    ['Nordfrost', ['N-1']],
    ['qk 304', ['N-1']],
    ['X901/007', ['N-1']],
    ['refrigeration', ['N-1']],
    ['REFRIGERATION nordfrost', ['N-1']],
    ['kor', ['N-1', 'N-2']],
    ['maternite', ['N-1', 'N-2']],
    ['maternite N-2', ['N-2']],
    ['غرفة', ['N-2']],
    ['ilac', ['RDG-003']],
    ['RDG-٠٠٣', ['RDG-003']],
    ['nordfrost ilac', []],
    ['ABC', []],
  ])('%s', async (q, expected) => expect(await find(q)).toEqual(expected));

  it('a new name of a model is found at once', async () => {
    await author('config', change('catalogueItem.edit', 'ci', { manufacturer: 'Südfrost' }));
    expect(await find('sudfrost')).toEqual(['N-1']);
    expect(await find('nordfrost')).toEqual([]);
  });

  it('words that name thousands of sites find the equipment of the last of them too', async () => {
    const { sites } = central.central.database.registry;
    const stores: string[] = [];
    for (let number = 0; number < 1200; number++) {
      const id = `many-${number}`;
      const store = { id: `${id}-store`, code: 'EPI', name: 'Vaccines' };
      const code = `M${String(number).padStart(4, '0')}`;
      await sites.add({ id, code, name: `Dispensaire ${number}`, createdAt: '', stores: [store] });
      stores.push(store.id);
    }
    for (const [at, number] of [3, 600, 1199].entries())
      await author(
        storeDocument(stores[number] ?? '', yearOf(Date.now())),
        change('asset.create', `m${number}`, { assetNumber: `M-${at}`, ...kind, typeId: 'other' }),
      );
    expect(await find('dispensaire')).toEqual(['M-0', 'M-1', 'M-2']);
    expect(await find('dispensaire 1199')).toEqual(['M-2']);
    expect(await find('dispensaire M-1')).toEqual(['M-1']);
    expect(await find('dispensaire kor')).toEqual([]);
  });
});
