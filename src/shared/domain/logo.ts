/**
 * The logo of a programme: a small PNG as a data URL, in the programme's settings, so that every device shows it without internet. It
 * comes from outside, so each side looks at its bytes before it is shown: a PNG, small, and of few pixels when it is unpacked.
 */

/** Longest side, pixels. */
export const LOGO_SIDE = 256;
/** Small enough for one change, with what else stands in it. */
export const LOGO_BYTES = 18 * 1024;

const START = 'data:image/png;base64,';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

/** True for what may be shown as an image. */
export function isLogo(text: string): boolean {
  if (!text.startsWith(START)) return false;
  const body = text.slice(START.length);
  if (body.length > (LOGO_BYTES * 4) / 3 + 4 || !/^[A-Za-z0-9+/]{32,}={0,2}$/.test(body)) return false;
  const head = firstBytes(body, 24);
  if (SIGNATURE.some((byte, at) => head[at] !== byte)) return false;
  return [16, 20].every((at) => {
    const side = head.slice(at, at + 4).reduce((sum, byte) => sum * 256 + byte, 0);
    return side > 0 && side <= LOGO_SIDE;
  });
}

function firstBytes(base64: string, count: number): number[] {
  const bytes: number[] = [];
  for (let at = 0; bytes.length < count && at + 4 <= base64.length; at += 4) {
    const bits = [...base64.slice(at, at + 4)].reduce(
      (sum, one) => sum * 64 + Math.max(0, ALPHABET.indexOf(one)),
      0,
    );
    bytes.push(Math.floor(bits / 65_536) % 256, Math.floor(bits / 256) % 256, bits % 256);
  }
  return bytes.slice(0, count);
}
