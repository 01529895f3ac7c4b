/** The encodings that a person can choose from, and the letters of each. */
import { decodeLoosely } from './text-decoder';

/** The encodings, in the order in which they are offered where all fit alike. */
export const eightBitEncodings = [
  'windows-1252',
  'windows-1256',
  'windows-1251',
  'windows-1250',
  'windows-1254',
  'windows-1258',
  'windows-1253',
  'windows-1255',
  'windows-1257',
  'ibm850',
  'macintosh',
] as const;
export type EightBitEncoding = (typeof eightBitEncodings)[number];

export const isEightBit = (name: string): name is EightBitEncoding =>
  eightBitEncodings.some((one) => one === name);

/** The text of bytes, each of which is one letter. */
export function decodeEightBit(bytes: Uint8Array, encoding: EightBitEncoding): string {
  if (encoding === 'ibm850') return withTable(bytes, dos850);
  const text = decodeLoosely(bytes, encoding);
  return encoding === 'windows-1252' ? withSigns(text) : text;
}

/** DOS code page 850, bytes 0x80 to 0xFF: the Encoding standard has no label for it (Unicode's mapping table CP850.TXT). */
const dos850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤' +
  'ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0';

function withTable(bytes: Uint8Array, table: string): string {
  const pieces: string[] = [];
  for (const byte of bytes) pieces.push(byte < 0x80 ? String.fromCharCode(byte) : (table[byte - 0x80] ?? ''));
  return pieces.join('');
}

/** The signs at 0x80 to 0x9F. Not every engine has them: some read these bytes as the control characters of Latin-1. */
const signs = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const withSigns = (text: string): string =>
  text.replace(/[\u0080-\u009f]/g, (control) => signs[control.charCodeAt(0) - 0x80] ?? control);
