/** A person's choices for headings that the app does not know, kept on this device: the next file of the same kind needs no words. */
import type { Mapping } from '#shared/import/names/match-headings';

const keptAs = (table: string): string => `waypost.headings.${table}`;

export function rememberedHeadings(table: string): Mapping {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keptAs(table)) ?? '{}');
    const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];
    return Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    // no storage, or something else wrote there: nothing is remembered
    return {};
  }
}

export function rememberHeading(table: string, heading: string, column: string): void {
  const others = Object.entries(rememberedHeadings(table)).filter(([name]) => name !== heading);
  try {
    localStorage.setItem(keptAs(table), JSON.stringify({ ...Object.fromEntries(others), [heading]: column }));
  } catch {
    // a full storage forgets; the file can be mapped again
  }
}
