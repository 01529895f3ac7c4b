/**
 * What is asked of a password: characters, and nothing that makes it hard to keep. The same for the first one, set when the
 * server starts, and for those typed on a page; who guesses is made to wait.
 */
export const PASSWORD_LENGTH = 8;

export const isLongEnough = (password: string): boolean => [...password].length >= PASSWORD_LENGTH;
