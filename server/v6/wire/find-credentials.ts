/**
 * Finds the caller in the bytes of a request, before any of it is read as JSON: a stranger's request costs no more than a look for one
 * word. Sites give their credentials after their records.
 */
import type * as z from 'zod';
import { settings } from './requests';

const NAME = Buffer.from('"syncV5Settings"');
/** The longest credentials of a site, bytes. */
export const SETTINGS_BYTES = 16 * 1024;

export type Settings = z.infer<typeof settings>;

/** Undefined where there are no credentials. */
export function findCredentials(body: Buffer): Settings | undefined {
  const at = body.lastIndexOf(NAME);
  if (at < 0) return undefined;
  const rest = body.subarray(at + NAME.length, at + NAME.length + SETTINGS_BYTES).toString();
  const [start] = /^\s*:\s*(?=\{)/.exec(rest) ?? [];
  if (start === undefined) return undefined;
  const text = objectAt(rest.slice(start.length));
  try {
    return text === undefined ? undefined : settings.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The text of the object that `text` begins with. */
function objectAt(text: string): string | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') at = endOfString(text, at);
    else if (letter === '{') depth += 1;
    else if (letter === '}' && (depth -= 1) === 0) return text.slice(0, at + 1);
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
