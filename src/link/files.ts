/** Files at central: their bytes, and which of them are not there. */
import * as z from 'zod/mini';
import { accepted, refused, type Result } from '#shared/result';
import { call, type Central } from './central';

/** Refuses with `offline`, `file-not-at-central` (its bytes have not arrived), `not-allowed` or `internal`. */
export async function getFile(central: Central, sha256: string): Promise<Result<ArrayBuffer>> {
  try {
    const response = await (central.fetch ?? fetch)(`${central.url}/api/files/${sha256}`, {
      headers: central.token === undefined ? {} : { authorization: `Bearer ${central.token}` },
      credentials: central.token === undefined ? 'same-origin' : 'omit',
      ...(central.signal && { signal: central.signal }),
    });
    if (response.ok) return accepted(await response.arrayBuffer());
    return refused({ code: codeOf(response.status), data: { status: response.status } });
  } catch {
    return refused({ code: central.signal?.aborted ? 'stopped' : 'offline' });
  }
}

/** Which of these central does not have. */
export const listMissingFiles = (
  central: Central,
  sha256s: readonly string[],
): Promise<Result<{ missing: string[] }>> =>
  call(
    central,
    { method: 'POST', path: '/api/files/missing', body: { sha256s } },
    z.object({ missing: z.array(z.string()) }),
  );

function codeOf(status: number): string {
  if (status === 404) return 'file-not-at-central';
  if (status === 401 || status === 403) return 'not-allowed';
  return status >= 500 ? 'internal' : 'not-a-central-server';
}
