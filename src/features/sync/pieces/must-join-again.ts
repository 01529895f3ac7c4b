/** Central knows this device of a site no more: it may join its site again, with all that it keeps. */
const codes = new Set(['unknown-device', 'device-revoked', 'not-signed-in']);

export const mustJoinAgain = (code: string | undefined): boolean => code !== undefined && codes.has(code);
