/** The characters of keys on a US keyboard: handheld scanners type for one, whatever layout the device is set to. */

const plain: Readonly<Record<string, string>> = {
  Space: '  ',
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Backquote: '`~',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
};
const shiftedDigits = ')!@#$%^&*(';

/** `code` as a key event names the key by its place; undefined for a key that types nothing. */
export function usCharacter(code: string, shift: boolean): string | undefined {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return shift && code.startsWith('D') ? shiftedDigits[Number(digit)] : digit;
  return plain[code]?.[shift ? 1 : 0];
}
