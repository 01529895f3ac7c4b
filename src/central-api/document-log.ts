/** The log of a document in pieces: which there are, and their bytes. */
import { documentLog, type DocumentLog } from '#shared/api/document-log';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

const addressOf = (document: string): string => `/api/documents/${encodeURIComponent(document)}/log`;

export const listPieces = (central: Central, document: string): Promise<Result<DocumentLog>> =>
  call(central, { path: addressOf(document) }, documentLog);

/** A link that brings nothing for so long is taken for gone, milliseconds. */
const SILENCE_MS = 30_000;

/** The bytes of a piece, as the browser has unpacked them; undefined where they did not come whole. */
export async function getPiece(
  { url, token, fetch: own = fetch, signal }: Central,
  document: string,
  piece: string,
): Promise<Uint8Array | undefined> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  let silence = setTimeout(stop, SILENCE_MS);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    const response = await own(`${url}${addressOf(document)}/${piece}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      credentials: token === undefined ? 'same-origin' : 'omit',
      // the content is in the replica, and need not be kept twice on a phone
      cache: 'no-store',
      signal: controller.signal,
    });
    if (!response.ok || !response.body) return undefined;
    const parts: Uint8Array[] = [];
    const reader = response.body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      clearTimeout(silence);
      silence = setTimeout(stop, SILENCE_MS);
      parts.push(read.value);
    }
    return joined(parts);
  } catch {
    return undefined;
  } finally {
    clearTimeout(silence);
    signal?.removeEventListener('abort', stop);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
