// Lists of countries, in words of their own: values beyond doubt are read, doubtful ones are asked once, values that people recorded later
// stay.
import { describe, expect, test } from 'vitest';
import type { EquipmentData } from '#shared/import/equipment/equipment-data';
import { planEquipment } from '#shared/import/equipment/plan-equipment';
import { Places } from '#shared/import/matching/places';
import { atRidge, now } from './known';
import { asked, planOf, stored, told, words } from './planning';

const place = (id: string, siteName: string, regions: string[], nationalId?: string) => ({
  ...{ id, code: `${id}-S`, name: `${siteName} store`, siteCode: id, siteName, regions },
  ...(nationalId !== undefined && { nationalId }),
});
const stores = [
  place('mbz', 'Centre de Santé de Mbanza-Ngungu', ['Kongo Central', 'KC'], '10-442'),
  place('kis', 'Hôpital Général de Kisantu', ['Kongo Central', 'KC'], '10-443'),
  place('ste1', 'CS Sainte Marie', ['Kinshasa', 'KN'], '11-001'),
  place('ste2', 'CS Sainte Marie', ['Kasaï', 'KA'], '12-001'),
];
const country: EquipmentData = { ...atRidge, assets: [], stores };

const read = async (
  lines: readonly string[],
  answers: Record<string, string> = {},
  data: EquipmentData = country,
) =>
  planOf(
    await planEquipment(
      { bytes: new TextEncoder().encode(lines.join('\n')), answers, mapping: {}, now },
      {
        data,
        context: { now, mode: 'central', storeIds: data.stores.map(({ id }) => id), rights: [] },
        words,
        ofCountry: true,
      },
    ),
  );

describe('facilities', () => {
  const found = (name: string, regions: string[] = [], nationalId = '') =>
    new Places(stores).find({ nationalId, name, regions });
  test.each([
    ['C.S. MBANZA NGUNGU', [], '', 'mbz'],
    ['centre de sante de mbanza ngungu', ['KONGO CENTRAL'], '', 'mbz'],
    ['HGR Kisantu', [], '10-443', 'kis'],
    ['Hop. Gén. Kisantu', [], '10443', 'kis'],
    ['', [], '10-443', 'kis'],
    ['CS Ste Marie', ['Kasai'], '', 'ste2'],
    ['CS Ste Marie', [], '', undefined],
    // an id that belongs to another facility than the name is a slip of a line
    ['Centre de Santé de Mbanza-Ngungu', [], '10-443', undefined],
  ])('%s %s %s', (name, regions, nationalId, id) => {
    const look = found(name, regions, nationalId);
    expect('sure' in look ? look.sure.id : undefined).toBe(id);
  });

  test('a slip of the pen is a guess with its score, and nothing without a person', () => {
    const look = found('CS Mbansa Ngungu', ['Kongo Central']);
    expect('sure' in look).toBe(false);
    if ('sure' in look) return;
    expect(look.guess?.id).toBe('mbz');
    expect(look.alike[0]?.score).toBeGreaterThan(0.6);
    expect(look.alike[0]?.score).toBeLessThan(1);
  });
});

const heading = 'N° inventaire;Code FOSA;Formation sanitaire;Région;Marque;Modèle;N° de série;État;Cause';
const [item] = country.catalogue.filter(({ deletedAt }) => deletedAt === undefined);

test('a doubt keeps its rows out until it is answered, once for all of them', async () => {
  const lines = [
    heading,
    `T-1;;CS Mbansa Ngungu;Kongo Central;${item?.manufacturer};${item?.model};S1;Fonctionnel;`,
    `T-2;;CS Mbansa Ngungu;Kongo Central;${item?.manufacturer};${item?.model};S2;Non fonctionnel;Compresseur`,
    `T-3;10-443;Hop. Gén. Kisantu;;${item?.manufacturer};${item?.model};S3;Functioning;`,
  ];
  const first = await read(lines);
  const facility = 'facility:storeId:CS Mbansa Ngungu · Kongo Central';
  expect(asked(first)).toEqual([
    facility,
    'value:functionalStatus:Fonctionnel',
    'value:functionalStatus:Non fonctionnel',
    'value:reason:Compresseur',
  ]);
  expect(first.questions.map(({ guess, rows }) => [guess, rows])).toMatchObject([
    ['mbz', 2],
    ['FUNCTIONING', 1],
    ['NOT_FUNCTIONING', 1],
    [expect.any(String), 1],
  ]);
  expect(told(first).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    '2 wrong',
    '3 wrong',
    '4 new',
  ]);
  const reason = country.reasons.find(
    ({ functionalStatus, commentsRequired, deletedAt }) =>
      functionalStatus === 'NOT_FUNCTIONING' && !commentsRequired && deletedAt === undefined,
  );
  const second = await read(lines, {
    [facility]: 'mbz',
    'value:functionalStatus:Fonctionnel': 'FUNCTIONING',
    'value:functionalStatus:Non fonctionnel': `NOT_FUNCTIONING:${reason?.id}`,
    'value:reason:Compresseur': 'comment',
    'reason:reason': reason?.reason ?? '',
  });
  expect(told(second)).toEqual(['2 new', '3 new', '4 new']);
  expect(stored(second, 'functionalStatus')).toEqual(['FUNCTIONING', 'NOT_FUNCTIONING', 'FUNCTIONING']);
  expect(second.rows[1]?.record).toMatchObject({
    storeId: 'mbz',
    status: { reasonId: reason?.id, comment: 'Compresseur' },
  });
});
