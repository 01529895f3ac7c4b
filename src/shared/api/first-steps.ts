/** The first steps of a new programme at central, each done or not. */
import * as z from 'zod/mini';

export const firstStepIds = [
  'password',
  'administrator',
  'programme',
  'starter-data',
  'site',
  'device',
] as const;
export type FirstStepId = (typeof firstStepIds)[number];

/** `siteId`: of the first site, where its first device joins. */
export const firstSteps = z.object({
  items: z.array(z.object({ id: z.enum(firstStepIds), done: z.boolean() })),
  siteId: z.optional(z.string()),
});
export type FirstSteps = z.infer<typeof firstSteps>;
