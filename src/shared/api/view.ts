/** Saved views of the lists of staff: filters, order and columns under a name. */
import * as z from 'zod/mini';

/** The lists that have views. */
export const listNames = ['fleet', 'sites'] as const;
export type ListName = (typeof listNames)[number];
export const isListName = (text: string): text is ListName => listNames.some((name) => name === text);

/**
 * `query`: of the list's address, without the question mark. `columns`: ids of those that are shown; none: the usual ones. `own`: the
 * caller saved it, and may alter it; `by`: the name of the member of staff who did.
 */
export const view = z.object({
  id: z.string(),
  list: z.enum(listNames),
  name: z.string(),
  query: z.string(),
  columns: z.array(z.string()),
  shared: z.boolean(),
  own: z.boolean(),
  by: z.optional(z.string()),
});
export type View = z.infer<typeof view>;

export const viewList = z.object({ items: z.array(view) });
export type ViewList = z.infer<typeof viewList>;
