/**
 * A list of people as it is kept until it is imported: its tables, in each way in which its letters can be read, without the columns that
 * hold passwords. A person's answers have it read again from here.
 */
import { openTableFile, type Opened } from '../../spreadsheet/open-table-file';
import type { Sheet, TableFile } from '../../spreadsheet/table-file';
import { headingIndex, type Mapping } from '../names/match-headings';
import { answerTo, type Answers } from '../reading/answers';
import { findTable } from '../reading/find-table';
import { missingColumns } from '../reading/missing-columns';
import { userKeys, userColumns } from './columns';
import { blankCells, secretColumns, withoutWordsOf, wordsOf } from './without-secrets';

export interface StrippedFile {
  /** as it was read first */
  file: TableFile;
  /** of a text whose letters are in doubt: as each encoding has it */
  byEncoding: Readonly<Record<string, TableFile>>;
}

interface Said {
  answers: Answers;
  mapping: Mapping;
}

const index = headingIndex(userColumns);

/** Undefined where no column is one of passwords: the file can be kept as it is. */
export async function strippedOf(
  { bytes, stripped }: { bytes: Uint8Array; stripped?: StrippedFile },
  said: Said,
): Promise<StrippedFile | undefined> {
  const known = stripped ?? (await openedAs(bytes, said.answers));
  if (!known) return undefined;
  const file = withoutSecretsOf(known.file, said);
  const others = Object.entries(known.byEncoding).map(
    ([encoding, one]) => [encoding, withoutSecretsOf(one, said)] as const,
  );
  const isClean =
    file === known.file && others.every(([encoding, one]) => one === known.byEncoding[encoding]);
  return isClean && !stripped ? undefined : { file, byEncoding: Object.fromEntries(others) };
}

/** Opens it as `openTableFile` opens the file itself. A text that is to be parted by another sign must be sent again. */
export function openStripped(
  { file, byEncoding }: StrippedFile,
  { encoding, separator }: { encoding?: string | undefined; separator?: string | undefined },
): Opened {
  const opened = (encoding === undefined ? undefined : byEncoding[encoding]) ?? file;
  const isParted = opened.kind === 'text' && separator !== undefined && separator !== opened.separator;
  return isParted ? { error: { code: 'not-kept' } } : { file: opened };
}

async function openedAs(bytes: Uint8Array, answers: Answers): Promise<StrippedFile | undefined> {
  const separator = answerTo(answers, { code: 'separator' });
  const opened = await openTableFile(bytes, {
    encoding: answerTo(answers, { code: 'encoding' }),
    separator,
  });
  if ('error' in opened) return undefined;
  const { file } = opened;
  if (file.kind !== 'text') return { file, byEncoding: {} };
  const byEncoding: Record<string, TableFile> = {};
  for (const { encoding } of file.doubt?.choices ?? []) {
    const other = await openTableFile(bytes, { encoding, separator: file.separator });
    if ('file' in other) byEncoding[encoding] = other.file;
  }
  return { file, byEncoding };
}

/** The same file where it holds none. */
function withoutSecretsOf(file: TableFile, { answers, mapping }: Said): TableFile {
  const read = findTable(file, index, answers, mapping)?.sheet.name;
  const sheets = file.sheets.map((sheet) =>
    // the line of headings was said of the sheet that is read
    stripped(sheet, { mapping, answers: sheet.name === read ? answers : {} }),
  );
  if (sheets.every((sheet, at) => sheet === file.sheets[at])) return file;
  if (file.kind === 'workbook') return { ...file, sheets };
  const [first] = sheets;
  const shown = wordsOf((first?.rows ?? []).map(({ cells }) => cells));
  return {
    ...file,
    ...(first && { sheets: [first] }),
    ...(file.doubt && { doubt: withoutWordsOf(file.doubt, file.encoding, shown) }),
  };
}

function stripped(sheet: Sheet, { answers, mapping }: Said): Sheet {
  const alone = { kind: 'workbook', sheets: [{ ...sheet, hidden: false }], from1904: false } as const;
  const found = findTable(alone, index, answers, mapping);
  if (!found) return sheet;
  const { heading, headingLine } = found;
  const { matched } = missingColumns(heading, { known: userColumns, keys: userKeys }, answers, mapping);
  const secrets = secretColumns(heading, matched.columns);
  if (secrets.size === 0) return sheet;
  const rows = sheet.rows.map((row) =>
    row.line > headingLine ? { ...row, cells: blankCells(row.cells, secrets, row.fault !== undefined) } : row,
  );
  return { ...sheet, rows };
}
