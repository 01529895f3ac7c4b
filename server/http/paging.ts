/** Paging: `limit` and an opaque `cursor` that marks the beginning of the next page. */
import * as z from 'zod';

const MAX = 200;

/** A caller that asks for more gets as many as a page has. */
export const limit = z.coerce
  .number()
  .int()
  .min(1)
  .default(50)
  .transform((asked) => Math.min(asked, MAX));
export const cursor = z.string().max(1000).optional();

export const toCursor = (position: string): string => Buffer.from(position).toString('base64url');
export const fromCursor = (text: string): string => Buffer.from(text, 'base64url').toString();
