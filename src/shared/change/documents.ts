/** Names of documents (rules D1, D2): `config` for central data, `store/<storeId>/<year>` for what happened at a store in a year. */

export type DocumentRef = { kind: 'config' } | { kind: 'store'; storeId: string; year: number };

export const CONFIG = 'config';

const STORE = /^store\/([A-Za-z0-9_.-]{1,64})\/(\d{4})$/;

export function parseDocument(name: string): DocumentRef | undefined {
  if (name === CONFIG) return { kind: 'config' };
  const [, storeId, year] = STORE.exec(name) ?? [];
  return storeId !== undefined && year !== undefined
    ? { kind: 'store', storeId, year: Number(year) }
    : undefined;
}

export const storeDocument = (storeId: string, year: number): string => `store/${storeId}/${year}`;

/** The year a change is filed under: central's year (UTC), as last known, when it is put into the document. */
export const yearOf = (now: number): number => new Date(now).getUTCFullYear();

/** The store a document belongs to; undefined for `config`. */
export function storeOf(name: string): string | undefined {
  const ref = parseDocument(name);
  return ref?.kind === 'store' ? ref.storeId : undefined;
}
