/** The reasons for taking a record out of the lists. */
export const removalReasons = ['MISTAKE', 'SCRAPPED', 'MOVED_AWAY', 'OTHER'] as const;
export type RemovalReason = (typeof removalReasons)[number];
