/** Files at central: their bytes, and which of them are not there. */
import { missingFiles, type MissingFiles } from '#shared/api/documents';
import { accepted, refused, type Issue, type Result } from '#shared/result';
import { call, type Central } from './central';

/** The bytes of a file so far. A fetch that broke goes on behind them, so that a large manual comes over a bad link too. */
export class Arriving {
  #parts: Uint8Array<ArrayBuffer>[] = [];
  bytes = 0;

  add(part: Uint8Array<ArrayBuffer>): void {
    this.#parts.push(part);
    this.bytes += part.length;
  }

  clear(): void {
    this.#parts = [];
    this.bytes = 0;
  }

  whole(): ArrayBuffer {
    const all = new Uint8Array(this.bytes);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all.buffer;
  }
}

/** Refuses with `offline`, `file-not-at-central` (its bytes have not arrived), `not-allowed` or `internal`. */
export async function getFile(
  central: Central,
  sha256: string,
  arriving = new Arriving(),
  onprogress: (bytes: number) => void = () => undefined,
): Promise<Result<ArrayBuffer>> {
  for (;;) {
    const before = arriving.bytes;
    const issue = await getRest(central, sha256, arriving, onprogress);
    if (issue === undefined) return accepted(arriving.whole());
    // a link that broke after it brought something is worth another try at once
    if (issue.code !== 'offline' || arriving.bytes <= before) return refused(issue);
  }
}

type FileFetchCode =
  'offline' | 'stopped' | 'file-not-at-central' | 'not-allowed' | 'internal' | 'not-a-central-server';

async function getRest(
  central: Central,
  sha256: string,
  arriving: Arriving,
  onprogress: (bytes: number) => void,
): Promise<Issue<FileFetchCode> | undefined> {
  try {
    const response = await (central.fetch ?? fetch)(`${central.url}/api/files/${sha256}`, {
      headers: headersFor(central, arriving),
      credentials: central.token === undefined ? 'same-origin' : 'omit',
      ...(central.signal && { signal: central.signal }),
    });
    // all of it had come when the link broke
    if (response.status === 416 && arriving.bytes > 0) return undefined;
    if (!response.ok) return { code: codeOf(response.status), data: { status: response.status } };
    if (response.status !== 206) arriving.clear();
    await take(response, arriving, onprogress);
    return undefined;
  } catch {
    return { code: central.signal?.aborted ? 'stopped' : 'offline' };
  }
}

const headersFor = ({ token }: Central, { bytes }: Arriving): Record<string, string> => ({
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(bytes > 0 && { range: `bytes=${bytes}-` }),
});

async function take(
  response: Response,
  arriving: Arriving,
  onprogress: (bytes: number) => void,
): Promise<void> {
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    arriving.add(next.value);
    onprogress(arriving.bytes);
  }
}

/** Of these files, those that central does not have. */
export const listMissingFiles = (
  central: Central,
  sha256s: readonly string[],
): Promise<Result<MissingFiles>> =>
  call(central, { method: 'POST', path: '/api/files/missing', body: { sha256s } }, missingFiles);

function codeOf(status: number): FileFetchCode {
  if (status === 404) return 'file-not-at-central';
  if (status === 401 || status === 403) return 'not-allowed';
  return status >= 500 ? 'internal' : 'not-a-central-server';
}
