/** The separator of a GS1 label (FNC1), as scanners send it: most send the control character, some another sign or a word. */

export const SEPARATOR = '\u001d';

/**
 * Words that stand for it. A control character in square or curly brackets cannot be part of a value (the brackets are not
 * among the 82 characters of GS1); `<GS>` could be, and never is.
 */
const words = /[{[<](?:GS|FNC1|F1|0?29|0?x?1D)[\]}>]|\\(?:u001d|x1d|035|F)|\^\]|%1D|\u241d|\u2194/gi;

/** Signs that no value may hold and that scanners are commonly set to send in its place. */
const signs = new RegExp(`[|^~#\\t\u00a6${String.fromCharCode(0x1c, 0x1e)}]`, 'g');

/** The first stand-in for the separator in a text, as it was sent. */
export const standIn = (text: string): string | undefined => {
  const found = [words, signs].flatMap((pattern) => [...text.matchAll(pattern)]);
  return found.sort((a, b) => a.index - b.index)[0]?.[0];
};

/** The text with every stand-in for the separator made the separator. */
export const withSeparators = (text: string): string =>
  text.replace(words, SEPARATOR).replace(signs, SEPARATOR);

/** The 82 characters that a value may hold (GS1 General Specifications, figure 7.11-1). */
const foreign = /[^!-"%-?A-Z_a-z]/u;

/** The first sign in a value that GS1 does not allow there. */
export const foreignSign = (value: string): string | undefined => foreign.exec(value)?.[0];
