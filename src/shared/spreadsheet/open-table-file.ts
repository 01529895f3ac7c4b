/** Opens a file of any kind that people bring, or names its kind where it is no table. */
import { readText } from './encoding/read-text';
import { isZip, kindByBytes, kindByText } from './file-kind';
import { readDelimited } from './read-delimited';
import { guessSeparator, saidSeparator } from './separator';
import type { TableFile, TextFile, Unreadable } from './table-file';
import { MOST_BYTES } from './too-large';

/** A person's choices for the file; the program finds the rest. */
interface OpeningChoices {
  encoding?: string | undefined;
  separator?: string | undefined;
}

export type Opened = { file: TableFile } | { error: Unreadable };

export async function openTableFile(bytes: Uint8Array, choices: OpeningChoices = {}): Promise<Opened> {
  if (bytes.length > MOST_BYTES) return { error: { code: 'too-large' } };
  const kind = bytes.length === 0 ? 'empty' : kindByBytes(bytes);
  if (kind) return { error: { code: kind === 'old-excel' && isLocked(bytes) ? 'locked' : kind } };
  return isZip(bytes) ? (await import('./read-workbook')).readWorkbook(bytes) : openText(bytes, choices);
}

function openText(bytes: Uint8Array, choices: OpeningChoices): Opened {
  const { text, encoding, doubt } = readText(bytes, choices.encoding);
  const kind = kindByText(text);
  if (kind) return { error: { code: kind } };
  const said = saidSeparator(text);
  const body = said ? text.slice(said.length) : text;
  const separator = choices.separator ?? said?.separator ?? guessSeparator(body);
  const read = readDelimited(body, separator, said ? 1 : 0);
  if ('error' in read) return read;
  const file: TextFile = {
    kind: 'text',
    sheets: [{ name: '', hidden: false, rows: read.rows }],
    encoding,
    separator,
    ...(doubt && { doubt }),
  };
  return { file };
}

/** A workbook with a password lies in the same kind of container as an old one. */
function isLocked(bytes: Uint8Array): boolean {
  const name = [...'EncryptedPackage'].flatMap((letter) => [letter.charCodeAt(0), 0]);
  const most = Math.min(bytes.length, 1024 * 1024) - name.length;
  for (let at = 0; at <= most; at++)
    if (name.every((byte, offset) => bytes[at + offset] === byte)) return true;
  return false;
}
