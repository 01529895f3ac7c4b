/** Why a record is taken out of the lists. */
export const removalReasons = ['MISTAKE', 'SCRAPPED', 'MOVED_AWAY', 'OTHER'] as const;
export type RemovalReason = (typeof removalReasons)[number];
