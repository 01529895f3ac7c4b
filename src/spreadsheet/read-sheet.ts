/** The rows of a file of any kind that is taken: a workbook, or a text with its cells between commas, semicolons or tabs. */
import type { Sheet } from './cell';
import { decodeText } from './decode-text';
import { readCsv } from './read-csv';

/** What a person can choose from when asked for a file. */
export const tableFiles = '.csv,.tsv,.txt,.xlsx,text/csv,text/tab-separated-values';

/** Undefined when there is no row in it. Rejects when it says that it is a workbook and is none. */
export async function readSheet(bytes: ArrayBuffer): Promise<Sheet | undefined> {
  const view = new Uint8Array(bytes);
  return isZip(view) ? (await import('./read-xlsx')).readXlsx(bytes) : readCsv(decodeText(view));
}

/** A workbook is a zip. */
const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;
