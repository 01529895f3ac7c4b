import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readXlsx } from './read-xlsx';
import { writeXlsx } from './write-xlsx';
import { MOST_UNPACKED_BYTES, TooLarge } from './too-large';
import { unpackedBytes, zipEntry } from './zip-entry';

/** A zip as spreadsheets write them, with nothing that its readers do not ask for. */
function zipOf(files: Record<string, string>): ArrayBuffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(Buffer.from(text));
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(Buffer.byteLength(text), 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), shared, name, packed]);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), shared, entry, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, directory, end])).buffer;
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Two columns of one day: a bare number, and one that the workbook calls a date. */
const workbook = (properties: string, day: number): ArrayBuffer =>
  zipOf({
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}">${properties}<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>bare</t></is></c><c r="B1" t="inlineStr"><is><t>date</t></is></c></row><row r="2"><c r="A2" s="0"><v>${day}</v></c><c r="B2" s="1"><v>${day}</v></c></row></sheetData></worksheet>`,
  });

test('a workbook says from which day it counts, for bare numbers too', async () => {
  expect(await readXlsx(workbook('<workbookPr date1904="1"/>', 43_830))).toEqual({
    header: ['bare', 'date'],
    rows: [[43_830, '2024-01-01']],
    from1904: true,
  });
  expect(await readXlsx(workbook('<workbookPr/>', 45_292))).toEqual({
    header: ['bare', 'date'],
    rows: [[45_292, '2024-01-01']],
    from1904: false,
  });
});

test('a file in a zip is found by its path; what is no zip has none', async () => {
  const bytes = await (await writeXlsx([['a'], [1]], 'Sheet')).arrayBuffer();
  expect(await zipEntry(bytes, 'xl/workbook.xml')).toContain('<workbook');
  expect(await zipEntry(bytes, 'nothing')).toBeUndefined();
  expect(await zipEntry(new TextEncoder().encode('code,name').buffer, 'nothing')).toBeUndefined();
  expect(await zipEntry(new ArrayBuffer(3), 'nothing')).toBeUndefined();
});

test('a small workbook that would be more than a device can hold is not unpacked', async () => {
  const bytes = workbook('<workbookPr/>', 1);
  expect(unpackedBytes(bytes)).toBeLessThan(MOST_UNPACKED_BYTES);
  // the last entry of its directory says that it is nearly as large as a zip can say
  const lastEntry = Buffer.from(bytes).lastIndexOf('PK\u0001\u0002');
  new DataView(bytes).setUint32(lastEntry + 24, 0xffff_fff0, true);
  await expect(readXlsx(bytes)).rejects.toThrow(TooLarge);
});
