/** The user of records that an Open mSupply site wrote without naming anyone: the site itself. Its wire has no id for that. */
const PREFIX = 'v6.';

/** `deviceId`: the id under which central writes for the site. */
export const siteUser = (deviceId: string): string => `${PREFIX}${deviceId}`;

export const isSiteUser = (userId: string): boolean => userId.startsWith(PREFIX);
