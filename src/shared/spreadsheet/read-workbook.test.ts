// Workbooks, made here of the XML that spreadsheets write.
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readWorkbook } from './read-workbook';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const sheetNames = ['Lists', 'Inventory', 'Archive'];

/** The sheet *Inventory* has these cells in its second row; style 1 is a date. */
function workbook(cells: string, properties = '<workbookPr/>', states: readonly string[] = []): Uint8Array {
  const text = (name: string, at: string) => `<c r="${at}" t="inlineStr"><is><t>${name}</t></is></c>`;
  const sheets = sheetNames.map(
    (name, at) => `<sheet name="${name}" sheetId="${at + 1}" ${states[at] ?? ''} r:id="rId${at + 1}"/>`,
  );
  const rows = (own: string) =>
    `<worksheet xmlns="${main}"><sheetData><row r="1">${text('number', 'A1')}${text('value', 'B1')}</row><row r="2">${own}</row></sheetData></worksheet>`;
  const files = {
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}">${properties}<sheets>${sheets.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheetNames.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': rows(text('a', 'A2')),
    'xl/worksheets/sheet2.xml': rows(cells),
    'xl/worksheets/sheet3.xml': rows(text('b', 'A2')),
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([path, xml]) => [path, strToU8(xml)])));
}

async function second(bytes: Uint8Array) {
  const read = await readWorkbook(bytes);
  if ('error' in read) throw new Error(read.error.code);
  return { cells: read.file.sheets[1]?.rows[1]?.cells, file: read.file };
}

test.each([
  'date1904="1"',
  'date1904="true"',
  "date1904='1'",
  "date1904='true'",
  'date1904 = "1"',
  'codeName="x" date1904="1"',
])('with %s days are counted from 1904', async (said) => {
  const { cells, file } = await second(
    workbook('<c r="A2"><v>43830</v></c><c r="B2" s="1"><v>43830</v></c>', `<workbookPr ${said}/>`),
  );
  expect(cells).toEqual([43_830, { day: '2024-01-01' }]);
  expect(file.from1904).toBe(true);
});

test.each(['', 'date1904="0"', 'date1904="false"', "date1904='0'"])(
  'with %j they are counted from 1900',
  async (said) => {
    const { cells, file } = await second(
      workbook('<c r="A2"><v>45292</v></c><c r="B2" s="1"><v>45292</v></c>', `<workbookPr ${said}/>`),
    );
    expect(cells).toEqual([45_292, { day: '2024-01-01' }]);
    expect(file.from1904).toBe(false);
  },
);

test('a cell that holds an error says so, and one that a formula made has its text', async () => {
  const { cells } = await second(
    workbook(
      '<c r="A2" t="e"><v>#N/A</v></c><c r="B2" s="0" t=\'e\'><f>1/0</f><v>#DIV/0!</v></c><c r="C2" t="str"><f>A1</f><v>x</v></c><c r="D2" t="b"><v>1</v></c>',
    ),
  );
  expect(cells).toEqual(['#N/A', '#DIV/0!', 'x', true]);
});

test('sheets that were hidden are known as such', async () => {
  const { file } = await second(workbook('', '<workbookPr/>', ['state="hidden"', '', "state='veryHidden'"]));
  expect(file.sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
    ['Lists', true],
    ['Inventory', false],
    ['Archive', true],
  ]);
});
