/** Functional status: exactly these, in this order. */
import * as z from 'zod/mini';

export const functionalStatuses = [
  'FUNCTIONING',
  'FUNCTIONING_BUT_NEEDS_ATTENTION',
  'NOT_FUNCTIONING',
  'NOT_IN_USE',
  'DECOMMISSIONED',
  'UNSERVICEABLE',
] as const;

export const functionalStatus = z.enum(functionalStatuses);
export type FunctionalStatus = z.infer<typeof functionalStatus>;

/** A status that says something is broken must say why. */
export const needsReason = (status: FunctionalStatus): boolean => status === 'NOT_FUNCTIONING';
