// The kind of a file comes from its bytes and its text, never from its name.
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { openTableFile } from './open-table-file';
import { MOST_UNPACKED_BYTES } from './too-large';
import { writeXlsx } from '../../spreadsheet/write-xlsx';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const zip = (...names: string[]): Uint8Array =>
  zipSync(Object.fromEntries(names.map((name) => [name, strToU8('<x/>')])));
const ole = (...extra: number[]): Uint8Array =>
  Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array<number>(64).fill(0), ...extra]);
const encrypted = [...'EncryptedPackage'].flatMap((letter) => [letter.charCodeAt(0), 0]);

test.each([
  ['nothing', new Uint8Array(), 'empty'],
  ['blanks', text(' \n\n'), 'empty'],
  ['an old workbook', ole(), 'old-excel'],
  ['an older one', Uint8Array.from([0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00]), 'old-excel'],
  ['a locked workbook', ole(...encrypted), 'locked'],
  ['a PDF', text('%PDF-1.7\n%âãÏÓ'), 'pdf'],
  ['a JPEG', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'picture'],
  ['a GIF', text('GIF89a\u0001'), 'picture'],
  ['a HEIC', Uint8Array.from([0, 0, 0, 0x18, ...text('ftypheic')]), 'picture'],
  ['a WEBP', Uint8Array.from([...text('RIFF'), 1, 2, 3, 4, ...text('WEBPVP8 ')]), 'picture'],
  ['a record of programs', text('{"changes":[{"id":"a"}]}'), 'json'],
  ['a list of programs', text('[\n  {"a": 1},\n  {"a": 2}\n]\n'), 'json'],
  ['a list of numbers', text('[1, 2, 3]'), 'json'],
  ['a page', text('\n<!DOCTYPE html>\n<html><body>Sign in</body></html>'), 'web-page'],
  [
    'a page that calls itself a workbook',
    text('<html xmlns:x="urn:excel"><table><tr><td>a</td></tr></table></html>'),
    'web-page',
  ],
  ['XML', text('<?xml version="1.0"?><Workbook><Row/></Workbook>'), 'xml'],
  ['rich text', text('{\\rtf1\\ansi a}'), 'word-document'],
  ['a letter', zip('word/document.xml', '[Content_Types].xml'), 'word-document'],
  ['a sheet of LibreOffice', zip('mimetype', 'content.xml'), 'open-document'],
  ['a binary workbook', zip('xl/workbook.bin'), 'binary-excel'],
  ['an archive', zip('a.csv', 'b.csv'), 'archive'],
  ['a packed file', Uint8Array.from([0x1f, 0x8b, 8, 0]), 'archive'],
  ['a workbook that is cut off', zip('xl/workbook.xml').slice(0, 60), 'damaged'],
  ['bytes of a program', Uint8Array.from({ length: 400 }, (_, at) => (at * 7) % 32), 'unknown-bytes'],
])('%s is no table', async (_name, bytes, code) => {
  expect(await openTableFile(bytes)).toEqual({ error: { code } });
});

test('a table may begin with a bracket', async () => {
  for (const content of [
    '[old] number,name\n1,2\n',
    '{code},name\n1,2\n',
    '"<5 l",name\n1,2\n',
    '<5 l,name\n1,2\n',
  ])
    expect(await openTableFile(text(content))).toHaveProperty('file');
});

test('a first line may say what is between the cells', async () => {
  const opened = await openTableFile(text('sep=;\r\na;b\r\n1;x,y\r\n'));
  expect(opened).toMatchObject({
    file: { separator: ';', sheets: [{ rows: [{ line: 2 }, { line: 3, cells: ['1', 'x,y'] }] }] },
  });
});

test('a small workbook that would be more than a device can hold is not unpacked', async () => {
  const bytes = new Uint8Array(await (await writeXlsx([['a'], [1]], 'Sheet')).arrayBuffer());
  const lastEntry = Buffer.from(bytes).lastIndexOf('PK\u0001\u0002');
  new DataView(bytes.buffer).setUint32(lastEntry + 24, MOST_UNPACKED_BYTES, true);
  expect(await openTableFile(bytes)).toEqual({ error: { code: 'too-large' } });
});
