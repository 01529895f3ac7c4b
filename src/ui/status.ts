// The six functional statuses as the drawings know them, in the order in which they are always shown.
export const functionalStatuses = [
  'FUNCTIONING',
  'FUNCTIONING_BUT_NEEDS_ATTENTION',
  'NOT_FUNCTIONING',
  'NOT_IN_USE',
  'DECOMMISSIONED',
  'UNSERVICEABLE',
] as const;

export type FunctionalStatus = (typeof functionalStatuses)[number];
