/** Functional status: exactly these, in this order. */

export const functionalStatuses = [
  'FUNCTIONING',
  'FUNCTIONING_BUT_NEEDS_ATTENTION',
  'NOT_FUNCTIONING',
  'NOT_IN_USE',
  'DECOMMISSIONED',
  'UNSERVICEABLE',
] as const;

export type FunctionalStatus = (typeof functionalStatuses)[number];

export const isFunctionalStatus = (text: string): text is FunctionalStatus =>
  functionalStatuses.some((status) => status === text);

/** A status that says something is broken must say why. */
export const needsReason = (status: FunctionalStatus): boolean => status === 'NOT_FUNCTIONING';

/** Equipment that has left service does not change by itself: its status holds, however long ago it was said. */
export const leftService: readonly FunctionalStatus[] = ['DECOMMISSIONED', 'UNSERVICEABLE'];
