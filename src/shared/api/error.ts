/** The answer to every request that central's HTTP interface refuses. */
import * as z from 'zod/mini';
import { httpCodes } from '../protocol/error-codes';

/** The codes that central refuses requests with. */
const apiErrorCodes = [
  ...httpCodes,
  'central-only',
  'no-right',
  'not-allowed',
  'nothing-changed',
  'refused',
  'too-large',
  'unknown-device',
] as const;

export type ApiErrorCode = (typeof apiErrorCodes)[number];

/** A newer central server may send a code that this app does not know. */
export const isApiErrorCode = (code: string): code is ApiErrorCode =>
  apiErrorCodes.some((known) => known === code);

/** `message` is for people who read the answer without the app; `details` name the field it is about, or the time to wait. */
export const errorAnswer = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.optional(z.unknown()) }),
});

const aboutField = z.object({ field: z.string() });

/** The details that the app reads: whole seconds until the next try, and the field or the fields that are wrong. */
export const errorDetails = {
  wait: z.object({ seconds: z.number() }),
  oneField: aboutField,
  manyFields: z.object({ fields: z.array(aboutField) }),
};
