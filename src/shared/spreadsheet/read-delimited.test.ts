// Text files of cells, against csv-spectrum (a public set of CSV files with their right results) and files that people bring.
import fc from 'fast-check';
import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { csvText } from '../../spreadsheet/write-csv';
import type { Cells } from './cell';
import { readDelimited } from './read-delimited';
import { guessSeparator } from './separator';

const spectrum = dirname(createRequire(import.meta.url).resolve('csv-spectrum/package.json'));
const files = readdirSync(join(spectrum, 'csvs'))
  // its JSON names another telephone number than its CSV
  .filter((file) => file !== 'location_coordinates.csv');

const cellsOf = (text: string, separator = ','): Cells[] => {
  const read = readDelimited(text, separator);
  if ('error' in read) throw new Error(read.error.code);
  return read.rows.map(({ cells }) => cells);
};
const faults = (text: string, separator = ','): string[] => {
  const read = readDelimited(text, separator);
  return 'error' in read ? [] : read.rows.flatMap(({ line, fault }) => (fault ? [`${line} ${fault}`] : []));
};

test.each(files)('csv-spectrum: %s', (file) => {
  const [heading = [], ...rows] = cellsOf(readFileSync(join(spectrum, 'csvs', file), 'utf8'));
  const expected: unknown = JSON.parse(
    readFileSync(join(spectrum, 'json', file.replace('.csv', '.json')), 'utf8'),
  );
  const read = rows
    .filter((cells) => cells.some((cell) => cell !== null))
    .map((cells) => Object.fromEntries(heading.map((name, at) => [String(name), String(cells[at] ?? '')])));
  expect(read).toEqual(expected);
});

test.each([
  ['a,b\n"Mobile" clinic,x\n', [['"Mobile" clinic', 'x']]],
  ['a,b\n12" wide,x\n', [['12" wide', 'x']]],
  ['a,b\n"5" pipe,x\n', [['"5" pipe', 'x']]],
  [
    'a,b\n1,"x" \n2,3\n',
    [
      ['1', 'x'],
      ['2', '3'],
    ],
  ],
  ['a,b\n1, "x, y"\n', [['1', 'x, y']]],
  ['a,b\n"x,y" z,1\n', [['"x,y" z', '1']]],
  ['a,b\n1,"say ""hi"""\n', [['1', 'say "hi"']]],
  [
    'a,b\r\n1,2\n3,4\r5,6',
    [
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ],
  ],
  ['a,b\n1,"two\r\nlines"\n', [['1', 'two\r\nlines']]],
])('%j is read whole', (text, rows) => {
  expect(cellsOf(text).slice(1)).toEqual(rows);
  expect(faults(text)).toEqual([]);
});

test('a mark that is never closed names the line that it stands in', () => {
  expect(readDelimited('a,b\n1,2\n\n"3,4\n5,6\n', ',')).toEqual({ error: { code: 'open-quote', line: 4 } });
  expect(readDelimited('"a,b\n1,2\n', ',')).toEqual({ error: { code: 'open-quote', line: 1 } });
  expect(readDelimited('a;b\n1;"2\n', ';', 1)).toEqual({ error: { code: 'open-quote', line: 3 } });
});

test('a cell that has swallowed rows marks its row, whether its mark is closed by another cell or not', () => {
  const heading = 'number,status,place,note\n';
  expect(faults(`${heading}A,F,"Room 1,x\nB,F,Room 2,"y"\nC,F,Room 3,z\n`)).toEqual(['2 quotes']);
  expect(faults(`${heading}A,F,"Room 1,x\nB,F,shelf 12",y\nC,F,Room 3,z\n`)).toEqual(['2 rows-in-cell']);
  expect(faults(`${heading}A,F,Room 1,"two lines,\nof a note"\n`)).toEqual([]);
});

test.each([
  ['a,b,c\n1,2,3\n', ','],
  ['a;b;c\n1,5;2;3\n', ';'],
  ['a\tb\n1,5\t2;x\n', '\t'],
  ['a|b|c\n1|2|3\n', '|'],
  ['Inventory, of the district; 2024\na;b;c\n1;2;3\n4;5;6\n', ';'],
  ['name\nx\n', ','],
  ['a,b\n"1;2;3;4",x\n', ','],
])('what stands between the cells of %j is %j', (text, separator) => {
  expect(guessSeparator(text)).toBe(separator);
});

test('what is written is read back, whatever is in it', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('"', '""', 'a"b', '\n', ',', "'=", '=1'),
  );
  const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(rows, fc.constantFrom(',', ';', '\t'), (table, separator) => {
      const blankless = table.map((row) => row.map((text) => (text.trim() === '' ? null : text)));
      const read = cellsOf(csvText(blankless, separator), separator);
      expect(read.map((cells) => cells.map((one) => (typeof one === 'string' ? one.trim() : one)))).toEqual(
        blankless.map((row) => row.map((one) => one?.trim() ?? null)),
      );
    }),
  );
});
