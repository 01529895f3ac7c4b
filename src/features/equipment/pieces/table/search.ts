/** Search over everything that is written of a row, prepared once so that a keystroke only compares. */

import { searchKey } from '#shared/text-folding';

/** The text in which a row is looked for. A line break keeps one field from running into the next. */
export const searchText = (parts: readonly (string | undefined)[]): string =>
  searchKey(parts.filter((part) => part !== undefined && part !== '').join('\n'));

/** The words of a search, in any order. */
export const searchTerms = (query: string): string[] =>
  searchKey(query)
    .split(/\s+/)
    .filter((term) => term !== '');

/** True when the row's text holds every term. */
export function matches(text: string, terms: readonly string[]): boolean {
  for (const term of terms) if (!text.includes(term)) return false;
  return true;
}
