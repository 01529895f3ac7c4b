/** Failures of an upload, in the shape of every error of the API; the status is that of tus. */

const said: Record<string, string> = {
  'bad-request': 'A file needs its sha256 in hex, the store it belongs to, and its length.',
  'not-allowed': 'Files of this store are not taken from this caller.',
  'file-hash-differs':
    'The bytes that came are not those whose hash was given. Nothing was kept; send the file again.',
  'over-budget': 'Too many files of this sender are under way. Finish those first, or wait.',
  'file-kind-differs': 'The bytes are of another kind than was said. Nothing was kept.',
  'file-kind-refused': 'Programs are not taken as files.',
  'file-kind-not-taken': 'The programme takes no files of this kind. Its settings say which it does.',
};

const byStatus: Record<number, [code: string, message: string]> = {
  400: ['bad-request', 'The headers of this upload could not be understood.'],
  403: ['not-allowed', 'This is not allowed here.'],
  404: ['not-found', 'There is no such upload.'],
  409: ['upload-offset', 'The upload stands at another byte. Ask with HEAD where it stands.'],
  410: ['not-found', 'There is no such upload any more.'],
  412: ['bad-request', 'The header Tus-Resumable: 1.0.0 is missing.'],
  501: ['bad-request', 'The length of a file is to be given at once.'],
  413: ['file-too-large', 'The file is too large.'],
};

/** `text`: one of our own codes, or a message of tus. */
export function tusFailure(status: number, text: string): string {
  const own = said[text];
  const [code, message] =
    own === undefined
      ? (byStatus[status] ?? ['internal', 'The file could not be written. Try again.'])
      : [text, own];
  return JSON.stringify({ error: { code, message } });
}
