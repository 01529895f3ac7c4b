/** Reads the marks beside the cells in `xl/workbook.xml`: the hidden sheets, and the year from which days are counted. */

interface WorkbookMarks {
  from1904: boolean;
  /** in the order of the workbook */
  sheets: readonly { hidden: boolean }[];
}

const epoch = /<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*(["'])(1|true|on)\1/i;
const sheet = /<(?:\w+:)?sheet\b[^>]*>/g;
const hiddenState = /\bstate\s*=\s*(["'])(hidden|veryHidden)\1/i;

export const sheetMarks = (xml: string): WorkbookMarks => ({
  from1904: epoch.test(xml),
  sheets: [...xml.matchAll(sheet)]
    .filter(([tag]) => /\bname\s*=/.test(tag))
    .map(([tag]) => ({ hidden: hiddenState.test(tag) })),
});
