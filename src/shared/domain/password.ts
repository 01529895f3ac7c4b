/**
 * The rule for a password: enough characters, and nothing that makes it hard to remember. It is the same for the first one, set
 * when the server starts, and for those typed on a page. The server makes a guesser wait.
 */
export const PASSWORD_LENGTH = 8;

export const isLongEnough = (password: string): boolean => [...password].length >= PASSWORD_LENGTH;
