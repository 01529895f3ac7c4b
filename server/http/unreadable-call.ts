/** The answer to bytes that are no call at all, so that they reach no route: of the one shape as well. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ApiError } from './api-error';

const byCode: Record<string, [status: number, answer: ApiError]> = {
  HPE_HEADER_OVERFLOW: [
    431,
    new ApiError('too-large', undefined, {}, 'The headers of this call are too large.'),
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    new ApiError('bad-request', undefined, {}, 'This call did not come within the time for one.'),
  ],
};

export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  // the caller is gone
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, answer] = byCode[error.code ?? ''] ?? [400, new ApiError('bad-request')];
  if (socket.writable) socket.write(responseOf(status, JSON.stringify(answer.body())));
  socket.destroy(error);
}

const responseOf = (status: number, body: string): string =>
  [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
