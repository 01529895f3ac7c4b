/** Cursors of paged lists: where the last page ended, as opaque text. */
import * as z from 'zod';

const position = z.tuple([z.union([z.string(), z.number()]), z.string()]);

/** The value sorted by, and the id that settles ties. */
export type Position = z.infer<typeof position>;

export const toCursor = (at: Position): string => Buffer.from(JSON.stringify(at)).toString('base64url');

/** Undefined for a cursor that is not one of ours. */
export function fromCursor(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  try {
    return position.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}
