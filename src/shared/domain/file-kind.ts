/**
 * The kind of a file by its bytes, and the check that the sender's word for it may stand beside that. A library on each side
 * finds the kind of the bytes; the rules that follow from it are here.
 */

/** Pictures that a browser shows and that can do nothing else. */
const safeImages = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'] as const;

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

export interface FileContent {
  /** the kind that the sender names; '' when it names none */
  said: string;
  /** the kind that the bytes have; undefined when nothing knows them */
  found: string | undefined;
  /** the first bytes */
  head: Uint8Array;
}

/** The reason why a file is not taken, or undefined. Bytes that nothing knows are taken, and only ever handed out as a download. */
export function kindIssue({
  said,
  found,
  head,
}: FileContent): 'file-kind-refused' | 'file-kind-differs' | undefined {
  if (found !== undefined && programs.has(found)) return 'file-kind-refused';
  const family = families.find((kinds) => kinds.test(said.toLowerCase()));
  const is = found ?? (isMarkup(head) ? 'text/html' : undefined);
  if (is === undefined) return undefined;
  if (family)
    return family.test(is) || isDrawing(said, is) || isSound(said, is) ? undefined : 'file-kind-differs';
  return undefined;
}

/** A file's kind in people's words; a programme takes it or not. */
export type FileFamily = 'photo' | 'video' | 'recording' | 'pdf' | 'document' | 'other';

/**
 * The family of a file by its bytes; bytes that nothing knows are a document if they are plain text. The announced kind counts for a
 * sound alone, which comes in the containers of films.
 */
export function familyOf({ said, found, head }: FileContent): FileFamily {
  if (found !== undefined)
    return said.startsWith('audio/') && isFilm(found) ? 'recording' : familyOfKind(found);
  return isPlainText(head) ? 'document' : 'other';
}

/** The family of a kind by its name, as `image/jpeg`. */
export function familyOfKind(kind: string): FileFamily {
  if (isSafeImage(kind) || pictures.test(kind)) return 'photo';
  if (kind.startsWith('video/')) return 'video';
  if (kind.startsWith('audio/')) return 'recording';
  if (kind === 'application/pdf') return 'pdf';
  return documents.test(kind) ? 'document' : 'other';
}

const isFilm = (kind: string): boolean => kind.startsWith('video/');
/** A drawing in markup is none: it is no photo, and a browser would run it. */
const pictures = /^image\/(?!svg)/;
const documents =
  /^text\/(?!html|xml)|^application\/(rtf|msword|x-cfb|vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-(excel|powerpoint|word)))/;

/** Letters and line ends, and no markup. */
const isPlainText = (head: Uint8Array): boolean =>
  head.length > 0 && !isMarkup(head) && !head.some((byte) => byte < 0x20 && !lineSigns.has(byte));

/** Tab, line feed, form feed, carriage return. */
const lineSigns = new Set([0x09, 0x0a, 0x0c, 0x0d]);

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
    .slice(0, 200)
    .replace(/\p{Cs}$/u, ''); // half of the last sign, where the cut fell within it
  return /^\.*$/.test(plain) ? 'file' : plain;
}
