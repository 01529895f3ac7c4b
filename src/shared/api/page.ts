/** A page of a longer list. */
import * as z from 'zod/mini';

/** `nextCursor` is absent on the last page; `total` counts the whole list. */
export const page = <Item extends z.core.SomeType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.optional(z.string()), total: z.number() });
