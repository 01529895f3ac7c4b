/** The rights of a person at an Open mSupply site. Everyone who may sign in there sees the equipment. */
export const sitePersonRights = ['status', 'edit', 'scan-only', 'set-up', 'admin'] as const;
export type SitePersonRight = (typeof sitePersonRights)[number];
