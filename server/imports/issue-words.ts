/** The texts of an import for a cell, a row or a file, in English, for programs and their logs; the app has its own words per code. */
import type { CellIssue, IssueCode } from '#shared/import/import-issue';
import type { RuleCode } from '#shared/protocol/error-codes';
import type { Unreadable } from '#shared/spreadsheet/table-file';

const issues: Record<IssueCode, string> = {
  missing: 'This must be filled in.',
  'too-long': 'This is too long.',
  'not-a-number': 'This is not a number.',
  'number-waits': 'This can be thousands or decimals: say which mark stands before decimals in this column.',
  'not-whole': 'This must be a whole number.',
  'not-positive': 'This must be more than zero.',
  negative: 'This cannot be less than zero.',
  'not-yes-no': 'Write yes or no.',
  'not-a-date': 'This is not a date. Write it as 2026-01-31.',
  'only-year': 'This is only a year. Write the day too, as 2026-01-31.',
  'only-month': 'This is only a month. Write the day too, as 2026-01-31.',
  'short-year': 'Write the year with four digits, as 2026-01-31.',
  'date-waits': 'This can be two dates: say whether the day or the month comes first in this column.',
  'not-allowed': 'This is not one of the allowed values.',
  'unknown-status': 'There is no such status.',
  'unknown-class': 'No class is called that.',
  'unknown-category': 'The class has no category of that name.',
  'unknown-type': 'The category has no type of that name.',
  'unknown-region': 'No region is called that, or several are.',
  'unknown-right': '“{value}” is no right and no set of rights.',
  'not-a-user-name': 'A user name has 1 to 60 characters and no space.',
  'own-account': 'Your own account is not changed by a list.',
  'unknown-item': 'No item has that code or name.',
  'same-row': 'Row {row} is about the same record.',
  'code-taken': 'Another record in use has this already.',
  'error-cell': 'The spreadsheet shows an error here.',
  'cut-number': 'The column was too narrow, so the value is lost.',
  'shortened-number': 'A spreadsheet has shortened this number. Write it in full, as text.',
  'more-cells': 'This row has more cells than there are headings: {text}',
  'row-short': 'This row ends early: it has {cells} cells under {headings} headings.',
  'open-quote': 'A quotation mark in this row is not closed, so cells may have run together.',
  'rows-in-cell': 'A cell of this row has swallowed other rows: a quotation mark is not closed.',
  'item-doubtful': 'Several catalogue items have this code: say which one is meant.',
  'store-doubtful': 'Several stores are called that: say which one is meant.',
  'moves-store': 'This equipment belongs to {store}. An import does not move it.',
  'in-other-store': 'Another store has equipment with this number and serial number.',
  'comment-alone': 'A comment needs a status.',
  'reason-alone': 'A reason needs a status.',
  'unknown-id': 'This id is not known here, so the row is matched by its other columns.',
  'new-id': 'This id is new here: the record is made under it.',
  'not-for-type': 'This kind of equipment does not have this property.',
  'stays-retired': 'This record is retired, and stays so.',
  'date-far': 'This date is far away. Check its year.',
  'would-clear': 'The cell is blank; {value} is here.',
  'long-number': 'A spreadsheet keeps only 15 digits. Compare this with the plate.',
  'short-form': 'This looks like a date or a number that a spreadsheet shortened.',
  'lost-letters': 'Letters of this text were lost or exchanged before the file was saved.',
  'was-date': 'The file has a date here, in a column of text.',
  'was-yes-no': 'The file has a yes or no here, in a column of text.',
  'serial-here': '{assetNumber} has the same serial number.',
  'was-removed': '{assetNumber} was removed and may be the same.',
  'serial-same-row': 'Row {row} has the same serial number.',
  'looks-like': 'This looks like {assetNumber}.',
  'number-elsewhere': 'Another store has equipment with this number.',
  'waits-for-answer': 'Several things can be meant: say which.',
  'left-out': 'This was left out.',
  'said-later': 'Somebody recorded {value} later, and that stays.',
  'gives-all-rights': 'This person could give every right, also to themselves.',
  'name-stays': 'This store is called {value} here, and stays so.',
  'contradicts-item': 'The catalogue says {value}, and that is what is saved.',
};

const rules: Partial<Record<RuleCode, string>> = {
  'missing-field': 'This must be filled in.',
  'unknown-catalogue-item': 'This catalogue item is not known here.',
  'unknown-reason': 'This reason is not known here.',
  'category-not-of-class': 'This category does not belong to the class.',
  'type-not-of-category': 'This type does not belong to the category.',
  'asset-number-taken': 'Another asset of this store has this number.',
  'warranty-ends-before-start': 'The warranty ends before it begins.',
  'replaced-before-installed': 'The replacement date lies before the installation date.',
  'locked-field': 'This comes from the label on the equipment and cannot be edited.',
  'status-missing': 'A status is needed.',
  'reason-missing': 'Equipment that is not functioning needs a reason.',
  'reason-not-of-status': 'This reason does not belong to the status.',
  'comment-missing': 'This reason needs a comment.',
  'store-not-here': 'This store is not one of those that may be changed here.',
};

/** The reasons why a row that could be read is not saved. */
const saving = {
  'changed-meanwhile':
    'Somebody changed this after the file was read, and that stays. Read the file again to see what differs now.',
  'no-right': 'Your account has no right to do this.',
  'already-removed': 'This equipment was removed meanwhile.',
  'last-admin': 'Somebody must be left who may manage users.',
};

const sentences = new Map<string, string>(
  [rules, issues, saving].flatMap((some) => Object.entries<string>(some)),
);

export const issueInEnglish = ({ code, data }: CellIssue): string => sentenceInEnglish(code, data);

export const sentenceInEnglish = (code: string, data: CellIssue['data'] = {}): string => {
  const values = new Map<string, string | number>(Object.entries(data));
  const sentence = sentences.get(code) ?? `This is refused: ${code}.`;
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values.get(name) ?? ''));
};

/** The reasons why a file is not read: its kind, where it is no table. */
export type FileFault = Unreadable['code'] | 'no-known-column' | 'cut-off' | 'not-saved';

const faults: Record<FileFault, string> = {
  empty: 'This file is empty.',
  'old-excel': 'This is a workbook of an old Excel (.xls). Save it as CSV or XLSX.',
  'binary-excel': 'This is a binary workbook (.xlsb). Save it as CSV or XLSX.',
  'open-document': 'This is an OpenDocument file (.ods). Save it as CSV or XLSX.',
  'word-document': 'This is a text document, not a table.',
  pdf: 'This is a PDF, not a table.',
  picture: 'This is a picture, not a table.',
  json: 'This is JSON, not a table.',
  'web-page': 'This is a web page, not a table.',
  xml: 'This is XML, not a table. Save it as CSV or XLSX.',
  archive: 'This is a packed archive, not a table. Unpack it first.',
  locked: 'This workbook is locked with a password.',
  damaged: 'This workbook is damaged, perhaps cut off on its way.',
  'unknown-bytes': 'This file is no table and no text.',
  'too-large': 'This file is larger than is read here. Split it.',
  'open-quote': 'The quotation mark in line {line} is never closed, so no row after it can be read.',
  'not-kept': 'This file is not kept as it came, since it may hold passwords. Send it again.',
  'no-known-column': 'Line {line} was read as the headings, and none of them is known here.',
  'cut-off': 'The server stopped while this file was read. Send it again.',
  'not-saved': 'The server could not save everything. What is saved stays; go on with the import.',
};

export const faultInEnglish = (code: FileFault, line = 0): string =>
  faults[code].replace('{line}', String(line));
