/**
 * What a file is by its bytes, and whether what its sender says of it may stand beside that. The bytes' own kind is found by a
 * library on each side; here is what follows from it.
 */

/** Pictures that a browser shows and that can do nothing else. */
export const safeImages = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'] as const;

export const isSafeImage = (kind: string | undefined): boolean =>
  (safeImages as readonly (string | undefined)[]).includes(kind);

/** Programs: no document of equipment is one, and a download that is one is a trap. */
const programs = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/vnd.android.package-archive',
  'application/java-archive',
  'application/x-deb',
  'application/x-rpm',
  'application/x-msi',
  'application/x-ms-shortcut',
  'application/x.ms.shortcut',
  'application/x.apple.alias',
  'application/wasm',
]);

/** Families of kinds whose members look like one another to people, and like nothing else. */
const families = [/^image\//, /^video\//, /^audio\//, /^application\/pdf$/];

export interface FileFacts {
  /** the kind that the sender names; '' when it names none */
  said: string;
  /** the kind that the bytes have; undefined when nothing knows them */
  found: string | undefined;
  /** the first bytes */
  head: Uint8Array;
}

/** Why a file is not taken, or undefined. Bytes that nothing knows are taken, and only ever handed out as a download. */
export function kindIssue({
  said,
  found,
  head,
}: FileFacts): 'file-kind-refused' | 'file-kind-differs' | undefined {
  if (found !== undefined && programs.has(found)) return 'file-kind-refused';
  const family = families.find((kinds) => kinds.test(said.toLowerCase()));
  const is = found ?? (isMarkup(head) ? 'text/html' : undefined);
  if (is === undefined) return undefined;
  if (family)
    return family.test(is) || isDrawing(said, is) || isSound(said, is) ? undefined : 'file-kind-differs';
  return undefined;
}

/** An SVG drawing is markup, and says so. */
const isDrawing = (said: string, is: string): boolean =>
  said === 'image/svg+xml' && (is === 'application/xml' || is === 'text/html');

/** A recording comes in the same containers as a film. */
const isSound = (said: string, is: string): boolean =>
  (said.startsWith('audio/') && is.startsWith('video/')) ||
  (said.startsWith('video/') && is.startsWith('audio/'));

/** Text that begins with a tag, in any of the encodings in which a browser would read it. */
function isMarkup(head: Uint8Array): boolean {
  const first = head.subarray(0, 512).find((byte) => !blank.has(byte));
  return first === 0x3c;
}

/** White space, byte order marks, and the zeros of UTF-16. */
const blank = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20, 0xef, 0xbb, 0xbf, 0xfe, 0xff]);

/** A file's name as it may stand in a header or a list: the last part of a path, one line, never empty. */
export function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, 200);
  return /^\.*$/.test(plain) ? 'file' : plain;
}
