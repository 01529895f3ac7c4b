/**
 * Names of documents (rules D1, D2, D5): `config` for central data, `country` for regions and facilities,
 * `store/<storeId>/<year>` for the events at a store in a year.
 */

type DocumentRef = Readonly<
  { kind: 'config' } | { kind: 'country' } | { kind: 'store'; storeId: string; year: number }
>;

export const CONFIG = 'config';
export const COUNTRY = 'country';

const STORE = /^store\/([A-Za-z0-9_.-]{1,64})\/(\d{4})$/;

/** The name that was read last: whoever goes through many changes asks for the same document again and again. */
let latest: { name: string; ref: DocumentRef | undefined } = { name: '', ref: undefined };

export function parseDocument(name: string): DocumentRef | undefined {
  if (name !== latest.name) latest = { name, ref: readName(name) };
  return latest.ref;
}

function readName(name: string): DocumentRef | undefined {
  if (name === CONFIG) return { kind: 'config' };
  if (name === COUNTRY) return { kind: 'country' };
  const [, storeId, year] = STORE.exec(name) ?? [];
  return storeId !== undefined && year !== undefined
    ? { kind: 'store', storeId, year: Number(year) }
    : undefined;
}

export const storeDocument = (storeId: string, year: number): string => `store/${storeId}/${year}`;

/** The year a change is filed under: central's year (UTC), as last known, when it is put into the document. */
export const yearOf = (now: number): number => new Date(now).getUTCFullYear();

/** The store a document belongs to; undefined for the others. */
export function storeOf(name: string): string | undefined {
  const ref = parseDocument(name);
  return ref?.kind === 'store' ? ref.storeId : undefined;
}
