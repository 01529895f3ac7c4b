// Siblings of the cases that people brought: the same kinds in other separators, headings, words of other spreadsheets, and on the other
// side.
import { describe, expect, test } from 'vitest';
import { writeXlsx } from '../../src/spreadsheet/write-xlsx';
import { atHospital } from './known';
import { asked, centralIn, equipmentIn, planOf, stored, told } from './planning';

const HEAD = 'assetNumber,functionalStatus,catalogueItemId';
const row = (number: string, ...cells: string[]): string =>
  [number, 'Functioning', 'E003/007', ...cells].join(',');
const table = (columns: string, ...rows: string[]): string => [`${HEAD},${columns}`, ...rows, ''].join('\n');
const equipment = async (...given: Parameters<typeof equipmentIn>) => planOf(await equipmentIn(...given));
const workbook = async (rows: Parameters<typeof writeXlsx>[0]) =>
  new Uint8Array(await (await writeXlsx(rows, 'Inventory')).arrayBuffer());

describe('quotes', () => {
  test.each([',', ';', '\t', '|'])(
    'one that is never closed in the headings names line 1 (%j)',
    async (mark) => {
      const text = `assetNumber,"functionalStatus,catalogueItemId\n${row('A')}\n${row('B')}\n`;
      expect(await equipmentIn(text.replaceAll(',', mark))).toEqual({
        fault: { code: 'open-quote', line: 1 },
      });
    },
  );

  test('one that closes before its cell ends is text in a table of central data too; one that never closes names its line', async () => {
    const plan = planOf(await centralIn('items', 'code,name,unit\nA1,"Big" drum,piece\nA2,12" pipe,piece\n'));
    expect(stored(plan, 'name')).toEqual(['"Big" drum', '12" pipe']);
    const open = await centralIn('items', 'code;name;unit\nA1;x;piece\nA3;"y;piece\n');
    expect(open).toEqual({ fault: { code: 'open-quote', line: 3 } });
  });

  test.each([';', '\t', '|'])('a mark inside the text of a cell is text (%j)', async (mark) => {
    const text = table('storageLocation', row('A', '"Mobile" clinic'), row('B', 'Room'));
    const plan = await equipment(text.replaceAll(',', mark));
    expect(stored(plan, 'storageLocation')).toEqual(['"Mobile" clinic', 'Room']);
  });
});

describe('rows', () => {
  test('more cells than headings are an error whatever separates them; a row that ends early clears nothing', async () => {
    const more = table('donor', row('A', 'Gavi', 'x')).replaceAll(',', ';');
    expect(told(await equipment(more))).toEqual(['2 wrong more-cells']);
    const short = table('serialNumber,donor', row('RDG-VAX-001'));
    expect(told(await equipment(short))).toEqual(['2 wrong row-short']);
  });

  test('blank rows of a workbook count, as its own margin counts them', async () => {
    const file = await workbook([
      HEAD.split(','),
      ['A', 'Functioning', 'E003/007'],
      [],
      [],
      ['B', 'Broken', 'E003/007'],
    ]);
    expect(told(await equipment(file))).toEqual(['2 new', '5 wrong unknown-status(functionalStatus)']);
  });

  test('a text that is too long stands at its own row, and keeps no other out', async () => {
    const plan = await equipment(table('notes', row('A', 'x'.repeat(9000)), row('B', 'y')));
    expect(told(plan)).toEqual(['2 wrong too-long(notes)', '3 new']);
  });
});

describe('headings', () => {
  test.each([
    'asset\u200bNumber,functional\u00adStatus,catalogueItemId',
    'ASSET-NUMBER,Functional_Status,catalogue item code *',
    'Asset number:,\u200eFunctional status,Catalogue‑item‑code',
  ])('%s', async (head) => {
    expect(told(await equipment(`${head}\n${row('A')}\n`))).toEqual(['2 new']);
  });

  test('of two columns with one heading the first counts, and the second is told', async () => {
    const plan = await equipment(table('donor,donor', row('A', 'Gavi', 'UNICEF')));
    expect([stored(plan, 'donor'), plan.unknown]).toEqual([['Gavi'], ['donor']]);
  });
});

describe('what a spreadsheet has made of texts', () => {
  test.each([
    ...[
      '#N/A',
      '#VALUE!',
      '#REF!',
      '#WERT!',
      '#NV',
      '#¡VALOR!',
      '#VALEUR!',
      '#NOM?',
      '#N/D',
      '#ЗНАЧ!',
      '#القيمة!',
      '#¿NOMBRE?',
      '#DIV/0!',
      'Err:502',
    ],
  ])('%s is an error in every language of the spreadsheet, and is stored nowhere', async (text) => {
    const plan = await equipment(table('serialNumber,donor', row('RDG-VAX-001', text, text)));
    expect(told(plan)).toEqual(['2 wrong error-cell(serialNumber) error-cell(donor)']);
  });

  test.each([
    ['Feb-01', 'short-form'],
    ['1-févr.', 'short-form'],
    ['01-fev', 'short-form'],
    ['TRUE', 'was-yes-no'],
    ['FAUX', 'was-yes-no'],
    ['VERDADERO', 'was-yes-no'],
    ['صحيح', 'was-yes-no'],
    ['12345678901234567', 'long-number'],
    ['١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧', 'long-number'],
  ])('the serial number %s is marked: %s', async (text, code) => {
    expect(told(await equipment(table('serialNumber', row('A', text))))).toEqual([
      `2 new ${code}(serialNumber)`,
    ]);
  });

  test('in a workbook too', async () => {
    // the number into which a spreadsheet turns 12345678901234567
    const cells = [1.2345678901234568e22, true, 12345678901234568];
    const rows = cells.map((cell, at) => [`A${at}`, 'Functioning', 'E003/007', cell]);
    expect(told(await equipment(await workbook([[...HEAD.split(','), 'serialNumber'], ...rows])))).toEqual([
      ...['2 wrong shortened-number(serialNumber)', '3 new was-yes-no(serialNumber)'],
      '4 new long-number(serialNumber)',
    ]);
  });
});

test.each([',', ';', '\t'])(
  'a text that was kept from a spreadsheet by ="" is that text (%j)',
  async (mark) => {
    const file = table('serialNumber,donor', row('A', '="00123"', '"=""0-7"""'), row('="B 1"', 'x', '=""'));
    const plan = await equipment(file.replaceAll(',', mark));
    expect(stored(plan, 'assetNumber')).toEqual(['A', 'B 1']);
    expect(stored(plan, 'serialNumber')).toEqual(['00123', 'x']);
    expect(stored(plan, 'donor')).toEqual(['0-7', undefined]);
  },
);

test('the sign with which old programs end a text is no row', async () => {
  expect(told(await equipment(`${table('donor', row('A', 'x'))}\u001a`))).toEqual(['2 new']);
});

test.each(['R\ufffdfrig', 'RÃ©frigÃ©rateur', 'lâ€™armoire', 'Ø§Ù„Ù…Ø±ÙƒØ²', '25 Â°C'])(
  'letters that were lost before the file was saved are marked: %s',
  async (text) => {
    const plan = await equipment(table('storageLocation', row('A', text)));
    expect(told(plan)).toEqual(['2 new lost-letters(storageLocation)']);
  },
);

test.each(['RÉFRIGÉRATEUR À GAZ', '«CAFÉ»', 'IRMÃ “Dulce”', 'São João', 'Đà Nẵng', '25 °C', 'Ørsted Ø-1'])(
  'sound letters are not: %s',
  async (text) => {
    expect(told(await equipment(table('storageLocation', row('A', text))))).toEqual(['2 new']);
  },
);

test('what only begins like an error is a text', async () => {
  const plan = await equipment(
    table('serialNumber,donor', row('A', '#12', 'Gavi!'), row('B', '#A-7', '#1 donor')),
  );
  expect(told(plan)).toEqual(['2 new', '3 new']);
});

describe('each column by itself', () => {
  test('two columns of dates that differ in their order', async () => {
    const text = table(
      'installationDate,warrantyEnd',
      row('A', '12/31/2020', '31/12/2022'),
      row('B', '02/01/2021', '02/01/2023'),
    );
    const plan = await equipment(text);
    expect(stored(plan, 'installationDate')).toEqual(['2020-12-31', '2021-02-01']);
    expect(stored(plan, 'warrantyEnd')).toEqual(['2022-12-31', '2023-01-02']);
    expect(asked(plan)).toEqual([]);
  });

  test('a Spanish file settles its own marks', async () => {
    const text = 'itemId;shortName;longName;packSize\nPARA-500;a;b;1.000\nPARA-500;c;d;2,5\n';
    expect(stored(planOf(await centralIn('pack-variants', text)), 'packSize')).toEqual([1000, 2.5]);
  });

  test.each(['-5', '−5', '–5', '(5)', '1e400', '25,5 L'])('%s is no quantity of litres', async (text) => {
    const plan = await equipment(table('Storage capacity at +5 °C (litres)', row('A', `"${text}"`)));
    expect(plan.rows[0]?.outcome).toBe('wrong');
  });
});

describe('what contradicts is told', () => {
  test('class, category and type that are not those of the code, of new and of known equipment', async () => {
    const text = table(
      'class,category,type',
      row('A', 'Power equipment', 'Generators', 'Diesel generator'),
      row('RDG-VAX-001', 'Power equipment', 'Generators', 'Diesel generator'),
    );
    for (const line of told(await equipment(text)))
      expect(line).toContain(
        'contradicts-item(classId) contradicts-item(categoryId) contradicts-item(typeId)',
      );
  });

  test('a number that another store of the site has is told; a reason without its status is asked about', async () => {
    const elsewhere =
      'assetNumber,storeId,functionalStatus,catalogueItemId\nHOS-VAX-001,HOS-MAT,Functioning,E003/007\n';
    expect(told(await equipment(elsewhere, atHospital))).toEqual(['2 new number-elsewhere(storeId)']);
    const alone = `${HEAD},reason\nRDG-VAX-001,,E003/007,Lack of power\n`;
    const plan = await equipment(alone);
    expect([told(plan), asked(plan)]).toEqual([['2 wrong reason-alone(reason)'], ['comment-status']]);
  });

  test('one serial in other capitals and widths is the same piece’s', async () => {
    const text = table(
      'serialNumber',
      row('A', 'sn741484'),
      row('B', 'ＳＮ372873'),
      row('C', 'SN\u2011999'),
      row('D', 'sn-999'),
    );
    expect(told(await equipment(text))).toEqual([
      ...['2 new serial-here(serialNumber)', '3 new serial-here(serialNumber)'],
      ...['4 new serial-same-row(serialNumber)', '5 new serial-same-row(serialNumber)'],
    ]);
  });
});

test.each([
  ['<html><table><tr><td>assetNumber</td></tr></table></html>', 'web-page'],
  [
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n<html></html>',
    'web-page',
  ],
  ['[{"assetNumber":"A"}]', 'json'],
])('what is no table is named, and no rows to mend are made of it', async (text, code) => {
  expect(await equipmentIn(text)).toEqual({ fault: { code } });
  expect(await centralIn('items', text)).toEqual({ fault: { code } });
});
