/**
 * The logo of a programme: a small PNG as a data URL, in the programme's settings, so that every device shows it without internet. It
 * comes from outside, so each side looks at its bytes before it is shown: a PNG, small, and of few pixels when it is unpacked.
 */

/** Longest side, pixels. */
export const LOGO_SIDE = 256;
/** Small enough for one change, with what else stands in it. */
export const LOGO_BYTES = 18 * 1024;

/** The beginning of every PNG, in base64: its signature, the head of its first chunk, and the empty upper half of its width. */
const HEAD = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA';
const SIZES = /^([A-Za-z0-9+/]{4})([A-Za-z0-9+/]{4})[A-Za-z0-9+/]*={0,2}$/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** True for what may be shown as an image. */
export function isLogo(text: string): boolean {
  if (!text.startsWith(HEAD) || text.length > HEAD.length + (LOGO_BYTES * 4) / 3) return false;
  const [, width, height] = SIZES.exec(text.slice(HEAD.length)) ?? [];
  // three bytes each: the lower half of the width and an empty byte, and the height without its first byte, which that one is
  return isSide(numberOf(width) / 256) && isSide(numberOf(height));
}

const isSide = (side: number): boolean => Number.isInteger(side) && side > 0 && side <= LOGO_SIDE;

/** The number that four letters of base64 are. */
const numberOf = (letters = ''): number =>
  [...letters].reduce((sum, one) => sum * 64 + ALPHABET.indexOf(one), 0);
