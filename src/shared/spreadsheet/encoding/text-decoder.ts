/**
 * The platform's own decoder: browsers, their workers and Node have the same one. This code is compiled without the types of
 * any of them.
 */
declare const TextDecoder: new (
  label: string,
  options?: { fatal?: boolean; ignoreBOM?: boolean },
) => { decode: (bytes: Uint8Array) => string };

/** Undefined where the bytes are no text of that encoding. */
export function decodeStrictly(
  bytes: Uint8Array,
  label: 'utf-8' | 'utf-16le' | 'utf-16be',
): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export const decodeLoosely = (bytes: Uint8Array, label: string): string =>
  new TextDecoder(label).decode(bytes);
