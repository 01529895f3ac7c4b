// The plan that an import of central data shows.
import { expect, test } from 'vitest';
import { languageNames } from '#shared/import/names/language-names';
import { localeNames } from '../../src/words/locales';
import { asked, centralIn, planOf, told } from './planning';

const item = (id: string, code: string, name: string) => ({ id, code, name, unit: 'u' });
const catalogueIn = async (...rows: string[]) => planOf(await centralIn('catalogue-items', rows.join('\n')));
const items = async (records: ReturnType<typeof item>[], ...rows: string[]) =>
  planOf(await centralIn('items', rows.join('\n'), { records }));

test('a new row is new, with what its names stand for', async () => {
  const plan = await catalogueIn(
    'Sub-catalogue,Code,Class,Category,Type,Manufacturer,Model,Hold-over time (hours)',
    'General,E2,cold CHAIN equipment,Refrigerators and freezers,Freezer,,X 1,"98,5"',
  );
  expect(told(plan)).toEqual(['2 new']);
  expect(plan.rows[0]?.record).toEqual({
    values: {
      ...{ subCatalogue: 'General', code: 'E2', classId: 'cold', categoryId: 'fridges', typeId: 'freezer' },
      ...{ model: 'X 1', properties: { holdOverTime: 98.5 } },
    },
  });
});

test('of a record that is there only the cells that differ are said', async () => {
  const plan = await catalogueIn('code,subCatalogue,model,manufacturer', 'E003/007,who pqs,MK 305,');
  expect(told(plan)).toEqual(['2 changed would-clear(manufacturer)']);
  expect(plan.rows[0]?.record.values).toEqual({ subCatalogue: 'who pqs', model: 'MK 305' });
});

test('every cell that is wrong is named with its row', async () => {
  const plan = await catalogueIn(
    'subCatalogue,code,class,category,type,model,hold over time,lowest,retired',
    'General,E5,Transport,Generators,Freezer,,many,,perhaps',
    'General,E6,Cold chain equipment,Refrigerators and freezers,Freezer,A,-5,-20,',
    'General,E7,Cold chain equipment,Refrigerators and freezers,Freezer,A,#REF!,,',
    'General,E8,Power equipment,Generators,Diesel generator,A,5,,',
    'General,e8,Power equipment,Generators,Diesel generator,B,,,',
  );
  expect(plan.unknown).toEqual(['hold over time']);
  expect(told(plan)).toEqual([
    '2 wrong unknown-class(classId) unknown-category(categoryId) unknown-type(typeId) missing(model) not-yes-no(retired)',
    '3 new',
    '4 new',
    '5 new',
    '6 wrong same-row(code)',
  ]);
});

test('quantities cannot lie below nought, temperatures can; what a kind does not have is pointed out', async () => {
  const plan = await catalogueIn(
    'subCatalogue,code,class,category,type,model,Hold-over time (hours),lowest',
    'General,E6,Cold chain equipment,Refrigerators and freezers,Freezer,A,-5,-20',
    'General,E7,Cold chain equipment,Refrigerators and freezers,Freezer,A,#REF!,−20',
    'General,E8,Power equipment,Generators,Diesel generator,A,5,',
  );
  expect(told(plan)).toEqual([
    '2 wrong negative(properties.holdOverTime)',
    '3 wrong error-cell(properties.holdOverTime)',
    '4 new not-for-type(properties.holdOverTime)',
  ]);
});

test('a file without the columns that tell records apart is asked which they are', async () => {
  const file = 'name,ref,unit\nA,x,u\n';
  const plan = planOf(await centralIn('items', file));
  expect([plan.missing, plan.unknown, plan.rows, asked(plan)]).toEqual([
    ['code'],
    ['ref'],
    [],
    ['column:code'],
  ]);
  const said = planOf(await centralIn('items', file, { answers: { 'column:code': 'ref' } }));
  expect([said.missing, told(said)]).toEqual([[], ['2 new']]);
  const mapped = planOf(await centralIn('items', file, { mapping: { ref: 'code' } }));
  expect(told(mapped)).toEqual(['2 new']);
});

test('a pack size must be above zero, and its item must be known', async () => {
  const plan = planOf(
    await centralIn(
      'pack-variants',
      'item,shortName,longName,packSize\nPARA-500,Tin,Tin of 1000,0\nX,Y,Z,1\n',
    ),
  );
  expect(told(plan)).toEqual(['2 wrong not-positive(packSize)', '3 wrong unknown-item(itemId)']);
});

test('the id finds a record that was renamed; a name that another has is refused', async () => {
  const plan = await items(
    [item('i1', 'A', 'One'), item('i2', 'B', 'Two')],
    'id,code,retired',
    'i1,C,yes',
    'i2,A,',
  );
  expect(plan.rows[0]?.record).toEqual({ id: 'i1', values: { code: 'C' }, retired: true });
  expect(told(plan)).toEqual(['2 changed', '3 wrong code-taken(code)']);
});

test('a code that only looks different is the known one', async () => {
  const plan = await items([item('i1', 'AB-1', 'One')], 'code,name,unit', 'AB‑1\u200E,One,u', 'ＡB-1,Two,u');
  expect(plan.rows.map(({ record }) => record.id)).toEqual(['i1', 'i1']);
});

test('a row that ends early, and one that has a cell too many, are errors', async () => {
  const plan = await items(
    [item('i1', 'A', 'One')],
    'code,name,unit',
    'A,One',
    'B,Two,u,left',
    'C,Three,u,,',
  );
  expect(told(plan)).toEqual(['2 wrong row-short', '3 wrong more-cells', '4 new']);
  expect(plan.clearing.values).toBe(0);
});

test('an id that is new here is the one of a new record; what is known by its code keeps its own', async () => {
  const known = [item('i1', 'BCG', 'BCG vaccine')];
  const plan = await items(
    known,
    'id,code,name,unit',
    '24E0B2A4B9A94F5C9F6C0A2D7B3C1E55,OPV,Polio vaccine,dose',
    'i9,BCG,BCG vaccine,u',
    'i1,BCG,BCG vaccine,u',
    'two words,MMR,Measles,dose',
  );
  expect(told(plan)).toEqual([
    '2 new new-id(id)',
    '3 same unknown-id(id)',
    '4 wrong same-row(code)',
    '5 wrong id-not-valid(id)',
  ]);
  expect(plan.rows[0]?.record).toEqual({
    givenId: '24E0B2A4B9A94F5C9F6C0A2D7B3C1E55',
    values: { code: 'OPV', name: 'Polio vaccine', unit: 'dose' },
  });
});

test('names in other languages have a column each, headed by the language; one that says nothing new leaves the others alone', async () => {
  const records = [
    {
      ...{ id: 'r1', functionalStatus: 'NOT_FUNCTIONING', reason: 'Lack of power', commentsRequired: false },
      nameIn: { fr: 'Panne de courant', es: 'Sin corriente' },
    },
  ];
  const file = [
    'functionalStatus,reason,Français,español,nameIn.pt',
    'NOT_FUNCTIONING,Lack of power,Pas de courant,Sin corriente,Falta de energia',
    'NOT_FUNCTIONING,Needs spare parts,Pièces à remplacer,,',
  ].join('\n');
  const plan = planOf(await centralIn('status-reasons', file, { records }));
  expect(told(plan)).toEqual(['2 changed', '3 new']);
  expect(plan.rows.map(({ record }) => record.values)).toEqual([
    { nameIn: { fr: 'Pas de courant', pt: 'Falta de energia' } },
    {
      ...{ functionalStatus: 'NOT_FUNCTIONING', reason: 'Needs spare parts', commentsRequired: false },
      nameIn: { fr: 'Pièces à remplacer' },
    },
  ]);
  expect(plan.rows[0]?.values).toMatchObject({
    nameIn: { fr: 'Pas de courant', es: 'Sin corriente', pt: 'Falta de energia' },
  });
  // a blank cell clears a name only where a person wants that
  const blank = 'functionalStatus,reason,Français\nNOT_FUNCTIONING,Lack of power,';
  expect(told(planOf(await centralIn('status-reasons', blank, { records })))).toEqual([
    '2 same would-clear(nameIn.fr)',
  ]);
});

test('the languages of a table are those of the app', () => {
  expect(languageNames).toEqual(localeNames);
});
