/**
 * A text that begins like a formula is run by a spreadsheet when the file is opened. An apostrophe before it makes it plain text;
 * it is taken off again on the way back, so that a table that goes out and comes in is the same.
 */
const dangerous = /^'*[=+\-@\t\r]/;
const defused = /^'+[=+\-@\t\r]/;

export const defuse = (text: string): string => (dangerous.test(text) ? `'${text}` : text);

export const undoDefuse = (text: string): string => (defused.test(text) ? text.slice(1) : text);
