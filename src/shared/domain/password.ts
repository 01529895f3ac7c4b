/** What is asked of a password: length, which is what makes it hard to guess, and nothing that makes it hard to keep. */
export const PASSWORD_LENGTH = 10;
