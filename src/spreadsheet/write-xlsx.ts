/** A table as a workbook: texts as texts, numbers as numbers. The writer is fetched when it is first asked for. */
import { isDayCell, type Cell, type Cells } from '#shared/spreadsheet/cell';
import { defuse } from '#shared/spreadsheet/defuse';

export async function writeXlsx(rows: readonly Cells[], sheet: string): Promise<Blob> {
  const { default: writeExcelFile } = await import('write-excel-file/universal');
  const [header = [], ...rest] = rows;
  const data = [
    header.map((cell) => ({ ...toExcel(cell), fontWeight: 'bold' as const })),
    ...rest.map((row) => row.map(toExcel)),
  ];
  return writeExcelFile(data, { sheet, stickyRowsCount: 1 }).toBlob();
}

/** A text that looks like a formula stays defused, as the sheet may be saved as a text file next. */
function toExcel(cell: Cell): {
  value?: string | number | boolean;
  type?: typeof String | typeof Number | typeof Boolean;
} {
  if (cell === null) return {};
  if (typeof cell === 'number') return { value: cell, type: Number };
  if (typeof cell === 'boolean') return { value: cell, type: Boolean };
  return { value: defuse(isDayCell(cell) ? cell.day : cell), type: String };
}
