/** The right of a connection to write into a document: it depends on the identity, and on the document's year. */
import { parseDocument, storeOf, yearOf } from '#shared/change/documents';
import type { Identity } from '../replica/records';

/** Central data is written by staff, a store's by the devices of its site. */
export const mayWrite = (document: string, identity: Identity): boolean =>
  (storeOf(document) === undefined) === (identity.kind === 'staff');

/** New changes go into the document of central's year only. */
export function takesNew(document: string, identity: Identity, centralYear: number): boolean {
  const ref = parseDocument(document);
  return mayWrite(document, identity) && (ref?.kind !== 'store' || ref.year === centralYear);
}

export const centralYearOf = (now: number, offsetMs: number): number => yearOf(now + offsetMs);
