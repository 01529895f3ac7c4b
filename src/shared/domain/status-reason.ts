/** Status reason (asset log reason): why a piece of equipment has the status it has. */
import * as z from 'zod/mini';
import { functionalStatus, id, instant, line } from './fields';
import { namesByLanguage } from './name-in';

export const statusReason = z.object({
  id,
  functionalStatus,
  reason: line,
  nameIn: namesByLanguage,
  commentsRequired: z.boolean(),
  deletedAt: z.optional(instant),
});
export type StatusReason = z.infer<typeof statusReason>;

export const blankStatusReason = {
  functionalStatus: 'NOT_FUNCTIONING',
  reason: '',
  commentsRequired: false,
} satisfies Omit<StatusReason, 'id'>;
