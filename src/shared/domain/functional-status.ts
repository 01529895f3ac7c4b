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
