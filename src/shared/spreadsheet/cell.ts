/** A cell of a table, as a spreadsheet holds it. */

/** A cell that the spreadsheet itself calls a date: its day, `YYYY-MM-DD`. */
interface DayCell {
  day: string;
}

/** Null is a blank cell. */
export type Cell = string | number | boolean | DayCell | null;
export type Cells = readonly Cell[];

export const isDayCell = (cell: Cell | undefined): cell is DayCell =>
  typeof cell === 'object' && cell !== null;

/** The text that a person sees in the cell, without the blanks around it. */
export const textOfCell = (cell: Cell | undefined): string =>
  cell === null || cell === undefined ? '' : isDayCell(cell) ? cell.day : String(cell).trim();
