/** Failures of an upload, in the shape of every error of the API; the status is that of tus. */
import { ERRORS } from '@tus/server';

const said: Record<string, string> = {
  'bad-request': 'A file needs its sha256 in hex, the store it belongs to, and its length.',
  'not-allowed': 'Files of this store are not taken from this caller.',
  'file-hash-differs':
    'The bytes that came are not those whose hash was given. Nothing was kept; send the file again.',
  'over-budget': 'Too many files of this sender are under way. Finish those first, or wait.',
  'file-kind-differs': 'The bytes are of another kind than was said. Nothing was kept.',
  'file-too-large': 'The file is too large.',
  'file-kind-refused': 'Programs are not taken as files.',
  'file-kind-not-taken': 'The programme takes no files of this kind. Its settings say which it does.',
};

const byStatus: Record<number, [code: string, message: string]> = {
  400: ['bad-request', 'The headers of this upload could not be understood.'],
  403: ['bad-request', 'A header of this upload is missing: Upload-Offset or Content-Type.'],
  404: ['not-found', 'There is no such upload.'],
  409: ['upload-offset', 'The upload stands at another byte. Ask with HEAD where it stands.'],
  410: ['not-found', 'There is no such upload any more.'],
  412: ['bad-request', 'The header Tus-Resumable: 1.0.0 is missing.'],
  501: ['bad-request', 'The length of a file is to be given at once.'],
  413: ['too-large', 'More bytes came than the file was announced with.'],
};

/** These are about the call, or about the sender; all others of ours are about the file. */
const notOfFile = new Set(['bad-request', 'over-budget']);

/**
 * `text`: one of our own codes, or a message of tus. `sha256`: of the file, which is named where it is the file that was judged: a
 * device keeps trying otherwise (rule M9).
 */
export function tusFailure(status: number, text: string, sha256: string | undefined): string {
  const name = text === ERRORS.ERR_MAX_SIZE_EXCEEDED.body ? 'file-too-large' : text;
  const own = said[name];
  if (own === undefined) {
    const [code, message] = byStatus[status] ?? ['internal', 'The file could not be written. Try again.'];
    return JSON.stringify({ error: { code, message } });
  }
  const details = sha256 !== undefined && !notOfFile.has(name) && { details: { sha256 } };
  return JSON.stringify({ error: { code: name, message: own, ...details } });
}
