/** Round: somebody walked through a store, or one place of it, and noted the equipment there. A finished one never changes. */
import * as z from 'zod/mini';
import { id, instant, line } from './fields';

/** as many ids as a change can hold: longer rounds become several records */
const ids = z.array(id).check(z.maxLength(900));

export const round = z.object({
  id,
  storeId: id,
  /** a storage location; none: all of the store */
  location: z.optional(line),
  startedAt: instant,
  finishedAt: instant,
  userId: id,
  /** ids of the assets that should have been there */
  expected: ids,
  found: ids,
  missing: ids,
  /** there, though they should not have been */
  unexpected: ids,
  /** labels that belong to no asset of the site: how many */
  unknownLabels: z.optional(z.int().check(z.nonnegative())),
});
export type Round = z.infer<typeof round>;

export const blankRound = {
  storeId: '',
  startedAt: '',
  finishedAt: '',
  userId: '',
  expected: [],
  found: [],
  missing: [],
  unexpected: [],
} satisfies Omit<Round, 'id'>;
