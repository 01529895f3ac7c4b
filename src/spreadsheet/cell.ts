/** A cell of a table, as a spreadsheet holds it. Dates are `YYYY-MM-DD`; null is a blank cell. */
export type Cell = string | number | boolean | null;
export type Cells = readonly Cell[];

/** What a file holds: its first row, and the rows under it. */
export interface Sheet {
  header: Cells;
  rows: readonly Cells[];
  /** numbers in it are written with a decimal comma; undefined where the file itself says what is a number */
  decimalComma?: boolean;
  /** its days are counted from 1904, as old Macs did */
  from1904?: boolean;
}

export const textOfCell = (cell: Cell | undefined): string =>
  cell === null || cell === undefined ? '' : String(cell).trim();

/** Small letters without accents, and one space for what stands between words: how headers and names are compared. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .trim();
