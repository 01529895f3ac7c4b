/**
 * The sheets of a workbook (XLSX). read-excel-file reads the cells; two things that it leaves out are prepared for it first:
 * cells that hold an error, and a count of days from 1904 in any form of the XML.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Cell } from './cell';
import { undoDefuse } from './defuse';
import { MOST_UNPACKED_BYTES } from './too-large';
import type { NoTable, Sheet, Unreadable, Workbook } from './table-file';
import { sheetMarks } from './workbook-marks';

const WORKBOOK = 'xl/workbook.xml';

export async function readWorkbook(bytes: Uint8Array): Promise<{ file: Workbook } | { error: Unreadable }> {
  const listed = listZip(bytes);
  if (!listed) return { error: { code: 'damaged' } };
  if (listed.size > MOST_UNPACKED_BYTES) return { error: { code: 'too-large' } };
  const kind = kindOfZip(listed.names);
  if (kind) return { error: { code: kind } };
  try {
    return { file: await readCells(bytes) };
  } catch {
    return { error: { code: 'damaged' } };
  }
}

function listZip(bytes: Uint8Array): { names: string[]; size: number } | undefined {
  const names: string[] = [];
  let size = 0;
  try {
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        names.push(name);
        size += originalSize;
        return false;
      },
    });
  } catch {
    return undefined;
  }
  return { names, size };
}

/** Undefined for a workbook that can be read. */
function kindOfZip(names: readonly string[]): NoTable | undefined {
  if (names.includes(WORKBOOK)) return undefined;
  if (names.includes('xl/workbook.bin')) return 'binary-excel';
  if (names.some((name) => name.startsWith('word/'))) return 'word-document';
  return names.includes('content.xml') ? 'open-document' : 'archive';
}

async function readCells(bytes: Uint8Array): Promise<Workbook> {
  const files = unzipSync(bytes, { filter: ({ name }) => isNeeded(name) });
  const { from1904, sheets: marks } = sheetMarks(strFromU8(files[WORKBOOK] ?? new Uint8Array()));
  const { default: readExcelFile } = await import('read-excel-file/universal');
  const packed = zipSync(prepared(files), { level: 0 });
  const read = await readExcelFile(toBuffer(packed), { trim: false });
  const sheets = read.map(({ sheet, data }, at): Sheet => ({
    name: sheet,
    hidden: marks[at]?.hidden ?? false,
    rows: data.map((cells, row) => ({ line: row + 1, cells: cells.map(toCell) })),
  }));
  return { kind: 'workbook', sheets, from1904 };
}

const isNeeded = (name: string): boolean =>
  /^(\[Content_Types\]\.xml|_rels\/.*|xl\/(workbook|sharedStrings|styles)\.xml|xl\/_rels\/.*|xl\/worksheets\/[^/]*\.xml)$/i.test(
    name,
  );

/** The files of a workbook, by their names. */
type Files = Record<string, Uint8Array<ArrayBuffer>>;

/** The same files, in the form that the reader knows. */
const prepared = (files: Files): Files =>
  Object.fromEntries(
    Object.entries(files).map(([name, content]) => {
      if (name === WORKBOOK) return [name, edited(content, plainEpoch)];
      return [name, name.startsWith('xl/worksheets/') ? edited(content, errorsAsText) : content];
    }),
  );

const edited = (content: Uint8Array, edit: (xml: string) => string): Uint8Array<ArrayBuffer> =>
  strToU8(edit(strFromU8(content)));

const plainEpoch = (xml: string): string =>
  xml.replace(/\bdate1904\s*=\s*(["'])(?:1|true|on)\1/i, 'date1904="1"');

const errorsAsText = (xml: string): string =>
  xml.replace(/<((?:\w+:)?c)\b([^>]*?)\bt\s*=\s*(["'])e\3/g, '<$1$2t="str"');

function toBuffer(bytes: Uint8Array): ArrayBuffer {
  const buffer = new ArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

/**
 * A cell that a spreadsheet calls a date is a day, counted from the workbook's own beginning; of one that is none only its
 * number is known.
 */
function toCell(value: unknown): Cell {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? null : { day: value.toISOString().slice(0, 10) };
  if (typeof value === 'string') return value.trim() === '' ? null : undoDefuse(value);
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
