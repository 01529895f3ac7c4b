/** The record of the acts of staff. */
import * as z from 'zod/mini';

/** `userId` is empty when nobody was signed in; `count` is how many edits of this kind were made together. */
export const act = z.object({
  id: z.string(),
  at: z.string(),
  userId: z.string(),
  userName: z.optional(z.string()),
  action: z.string(),
  subject: z.string(),
  subjectName: z.optional(z.string()),
  count: z.number(),
  details: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
});
export type Act = z.infer<typeof act>;

export const actPage = z.object({ items: z.array(act), nextCursor: z.optional(z.string()) });
export type ActPage = z.infer<typeof actPage>;
