/** Hands a table to the person as a file. */
import { localDay } from '../../page/local-time';
import type { Cells } from '#shared/spreadsheet/cell';
import { download, fileName } from '../../spreadsheet/download';
import { fileInWorker } from './ask-worker';

interface TableFile {
  /** the beginning of its name */
  name: string;
  ending: 'csv' | 'xlsx';
  /** the name of the sheet in a workbook */
  sheet: string;
  /** central's time, milliseconds: its day stands in the name */
  now: number;
  /** the separator of a text file that has to match another one */
  separator?: string | undefined;
  encoding?: string | undefined;
}

/** False where the device could not make the file. */
export async function takeFile(
  cells: readonly Cells[],
  { name, ending, sheet, now, separator, encoding }: TableFile,
): Promise<boolean> {
  const file = await fileInWorker(
    {
      ...{ of: 'file' as const, ending, sheet },
      ...(separator !== undefined && { separator }),
      ...(encoding !== undefined && { encoding }),
    },
    { cells },
  );
  if (file) download(file, fileName(name, localDay(now), ending));
  return file !== undefined;
}
