/**
 * The kinds of value that fields of entities have. The lengths of texts are the limits of forms: a longer one is flagged, not
 * refused (rule M7), since only the size of a change is a limit of the wire. The length of an id is one, too.
 */
import * as z from 'zod/mini';
import { isJsonObject, type JsonObject } from '../json';
import { limits } from '../protocol/limits';
import { functionalStatuses } from './functional-status';

export const isId = (text: string): boolean => text.length > 0 && text.length <= limits.idLength;
export const id = z.string().check(z.refine(isId));
/** a name, a number on a plate, a code: one line */
export const LINE_LENGTH = 200;
export const line = z.string().check(z.maxLength(LINE_LENGTH));
/** notes and comments */
export const TEXT_LENGTH = 4000;
export const text = z.string().check(z.maxLength(TEXT_LENGTH));
/** `YYYY-MM-DD` */
export const date = z.iso.date();
/** ISO 8601 in UTC, as `2026-01-31T08:15:00.000Z` */
export const instant = z.iso.datetime();
export const functionalStatus = z.enum(functionalStatuses);
export const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

const propertyValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** The properties of an item beyond its fields: property key → value. Folded key by key (rule F6). */
export const properties = z.record(z.string().check(z.minLength(1)), propertyValue);
export type Properties = z.infer<typeof properties>;

/** Fields of a V6 site's record that no field here holds (the donor's name id …), kept so that the site gets them back. */
export const v6Fields = z.custom<JsonObject>((value) => isJsonObject(value));
