/** Hands a table to the person as a file. */
import { localDay } from '../../page/local-time';
import type { Cells } from '../../spreadsheet/cell';
import { download, fileName } from '../../spreadsheet/download';
import { fileInWorker } from './ask-worker';

interface TableFile {
  /** the beginning of its name */
  name: string;
  ending: 'csv' | 'xlsx';
  /** what the sheet of a workbook is called */
  sheet: string;
  /** central's time, milliseconds: its day stands in the name */
  now: number;
}

/** False where the device could not make the file. */
export async function takeFile(
  cells: readonly Cells[],
  { name, ending, sheet, now }: TableFile,
): Promise<boolean> {
  const file = await fileInWorker({ of: 'file', ending, sheet }, { cells });
  if (file) download(file, fileName(name, localDay(now), ending));
  return file !== undefined;
}
