// The plan that an import of equipment shows.
import { expect, test } from 'vitest';
import { atHospital, atRidge } from './known';
import { asked, equipmentIn, planOf, stored, told } from './planning';

const at = async (data: typeof atRidge, ...rows: string[]) =>
  planOf(await equipmentIn(rows.join('\n'), data));

test('what is new has its first status, and takes its kind from the catalogue', async () => {
  const plan = await at(
    atHospital,
    'Asset number,Store,Catalogue item,Functional status,Hold-over time (hours)',
    'HC-9,hospital MATERNITY,e003/007,Functioning,30',
  );
  expect(plan.rows[0]).toMatchObject({
    outcome: 'new',
    record: {
      storeId: 's-mat',
      values: { assetNumber: 'HC-9', catalogueItemId: 'mk304', properties: { holdOverTime: 30 } },
      status: { functionalStatus: 'FUNCTIONING' },
    },
    values: { classId: 'cold', typeId: 'ilr' },
  });
});

test('a piece is found by its number and its store, and only what differs is said', async () => {
  const plan = await at(
    atHospital,
    'assetNumber,storeId,donor',
    'HOS-VAX-001,HOS-VAX,UNICEF',
    'HOS-VAX-001,HOS-VAX,',
  );
  expect(plan.rows[0]?.changes).toEqual([{ column: 'donor', from: null, to: 'UNICEF' }]);
  expect(told(plan)).toEqual(['2 changed', '3 wrong same-row(assetNumber)']);
});

test('a log is written only where the status is news', async () => {
  const header = 'assetNumber,functionalStatus,reason,comment';
  const plan = await at(
    atRidge,
    ...[
      header,
      'RDG-VAX-001,Functioning,,',
      'RDG-VAX-002,NOT_IN_USE,,',
      'RDG-VAX-003,Functioning,,seal torn',
    ],
  );
  expect(plan.rows.map(({ outcome, record }) => [outcome, record.status])).toEqual([
    ['same', undefined],
    ['changed', { functionalStatus: 'NOT_IN_USE' }],
    ['changed', { functionalStatus: 'FUNCTIONING', comment: 'seal torn' }],
  ]);
});

test('what is wrong with each row is told', async () => {
  const plan = await at(
    atHospital,
    'assetNumber,storeId,functionalStatus,reason,catalogueItemId,installationDate',
    ',HOS-VAX,Functioning,,E003/007,',
    'N1,S7,Functioning,,E003/007,',
    'N2,HOS-VAX,Functioning,,E999/999,',
    'N3,HOS-VAX,Broken,,E003/007,',
    'N4,HOS-VAX,Not functioning,,E003/007,',
    'N5,HOS-VAX,Not functioning,Bad luck,E003/007,',
    'N6,HOS-VAX,,,E003/007,',
    'N7,HOS-VAX,Functioning,,E003/007,2024-02-31',
    'N8,HOS-VAX,Functioning,,E003/007,',
    'n8,HOS-VAX,Functioning,,E003/007,',
    'N9,,Functioning,,E003/007,',
  );
  expect(told(plan).map((row) => row.replace(/\(.*?\)/g, ''))).toEqual([
    '2 wrong missing',
    '3 wrong store-not-here',
    '4 wrong unknown-catalogue-item missing-field missing-field missing-field',
    '5 wrong unknown-status',
    '6 wrong reason-missing',
    '7 wrong unknown-reason reason-missing',
    '8 wrong status-missing',
    '9 wrong not-a-date',
    '10 new',
    '11 wrong same-row',
    '12 wrong missing',
  ]);
});

test('what a label has locked is not touched', async () => {
  const [first, ...rest] = atRidge.assets;
  if (!first) throw new Error('no equipment');
  const locked = { ...atRidge, assets: [{ ...first, lockedFields: ['serialNumber' as const] }, ...rest] };
  expect(told(await at(locked, 'assetNumber,serialNumber', 'RDG-VAX-001,other'))).toEqual([
    '2 wrong locked-field(serialNumber)',
  ]);
});

test('two stores of one code are asked about, and named with their sites', async () => {
  const stores = ['NORTH', 'SOUTH'].map((siteCode) => ({
    id: siteCode,
    code: 'MAIN',
    name: siteCode,
    siteCode,
  }));
  const data = { ...atRidge, assets: [], stores };
  const rows = ['assetNumber,storeId,functionalStatus,catalogueItemId', 'A,MAIN,Functioning,E003/007'];
  const plan = await at(data, ...rows);
  expect([told(plan)[0], asked(plan)]).toEqual(['2 wrong store-doubtful(storeId)', ['store:storeId:MAIN']]);
  const named = await at(data, ...rows.map((row) => row.replace('MAIN', 'SOUTH/MAIN')));
  expect(named.rows[0]?.record.storeId).toBe('SOUTH');
  const answers = { 'store:storeId:MAIN': 'NORTH/MAIN' };
  const said = planOf(await equipmentIn(rows.join('\n'), data, { answers }));
  expect(said.rows[0]?.record.storeId).toBe('NORTH');
});

test.each([
  ['asset_number;FUNCTIONAL-STATUS;Catalogue\u00A0item\u200E', ';'],
  ['Numéro d’équipement\tÉtat de fonctionnement\tModèle du catalogue', '\t'],
  ['Numero de equipo,Estado de funcionamiento,Modelo del catalogo', ','],
  ['NÚMERO DO EQUIPAMENTO|Estado de funcionamento|Item do catálogo', '|'],
  ['رقم الأصل;الحالة الوظيفية;بند الكتالوج', ';'],
])(
  'headings are known in every language, with other signs between their words: %s',
  async (heading, separator) => {
    const plan = await at(atRidge, heading, ['X-1', 'Functioning', 'E003/007'].join(separator));
    expect([told(plan), plan.unknown]).toEqual([['2 new'], []]);
  },
);

test('a file of which nothing is known says so, and differs in nothing that it could', async () => {
  const plan = await at(atRidge, 'Lorem,ipsum', 'dolor,sit');
  expect([plan.rows, plan.missing, plan.unknown]).toEqual([[], ['assetNumber'], ['Lorem', 'ipsum']]);
});

test('an encoding that is a guess can be changed, and another separator or line chosen', async () => {
  const answers = { separator: ';', 'heading-line': '2' };
  const plan = planOf(
    await equipmentIn(
      'assetNumber;x\nassetNumber;functionalStatus;catalogueItemId;place\nA;Functioning;E003/007;',
      atRidge,
      { answers },
    ),
  );
  expect([told(plan), plan.readAs.headingLine, stored(plan, 'assetNumber')]).toEqual([['3 new'], 2, ['A']]);
});

test('a list of before does not quietly register again what was removed since', async () => {
  const [known] = atRidge.assets;
  if (!known) throw new Error('nothing is known');
  const deletedAt = '2026-02-01T00:00:00.000Z';
  const removed = { ...known, id: 'gone', assetNumber: 'RDG-900', serialNumber: 'TZ 900', deletedAt };
  const plan = await at(
    { ...atRidge, assets: [...atRidge.assets, removed] },
    'assetNumber,serialNumber,catalogueItemId,functionalStatus',
    // its serial number under a new number; its number without a serial number; and another one that took its number
    'RDG-901,tz 900,E003/007,Functioning',
    'RDG-900,,E003/007,Functioning',
    'RDG-900,TZ 999,E003/007,Functioning',
  );
  const said = { column: 'assetNumber', code: 'was-removed', data: { assetNumber: 'RDG-900' } };
  expect(plan.rows.map(({ issues }) => issues.filter(({ code }) => code === 'was-removed'))).toEqual([
    [said],
    [said],
    [],
  ]);
});
