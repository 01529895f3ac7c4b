/**
 * The name of a record of central data in each language. It stands beside the record's own name, which is in the first language
 * of the programme and serves where a language has none. Folded language by language (rule F6).
 */
import * as z from 'zod/mini';
import { line } from './fields';

/** language tag → name; null clears it */
export const namesByLanguage = z.optional(
  z.record(z.string().check(z.minLength(2), z.maxLength(35)), z.union([line, z.null()])),
);
type NameIn = z.infer<typeof namesByLanguage>;

interface Translated {
  nameIn?: NameIn | undefined;
}
type Called = Translated & ({ name: string } | { reason: string });

const own = (row: Called): string => ('name' in row ? row.name : row.reason);

/** The record's name for a reader of a language. */
export function nameFor(row: Called, locale: string): string {
  const names = row.nameIn ?? {};
  const said = Object.hasOwn(names, locale) ? names[locale] : undefined;
  return said === undefined || said === null || said === '' ? own(row) : said;
}

/** The rows as a reader of a language knows them: for showing, never for writing back. */
export const spokenIn = <Row extends Called>(rows: readonly Row[], locale: string): Row[] =>
  rows.map((row) => {
    const said = nameFor(row, locale);
    return said === own(row) ? row : { ...row, ...('name' in row ? { name: said } : { reason: said }) };
  });

/** Every name that it has: a person who searches need not know in which language it was written. */
export const allNames = (row: Called): string[] => [
  own(row),
  ...Object.values(row.nameIn ?? {}).filter((name) => name !== null),
];
