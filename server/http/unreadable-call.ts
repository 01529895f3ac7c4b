/** The answer to bytes that are no call at all, so that they reach no route: of the one shape as well. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ApiError } from './api-error';

const badRequest = new ApiError('bad-request');
const tooLarge = new ApiError('too-large', undefined, {}, 'The headers of this call are too large.');

/**
 * The call broke off, or took too long: a link does that, not a caller. An answer could still reach a caller that only lost the other direction,
 * who would take what they sent for refused; without one they try again.
 */
const broken: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ERR_HTTP_REQUEST_TIMEOUT',
  'HPE_INVALID_CHUNK_SIZE',
  'HPE_INVALID_EOF_STATE',
]);

export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  const { code = '' } = error;
  if (socket.destroyed) return;
  if (!broken.has(code) && socket.writable)
    socket.write(code === 'HPE_HEADER_OVERFLOW' ? responseOf(431, tooLarge) : responseOf(400, badRequest));
  socket.destroy(error);
}

function responseOf(status: number, answer: ApiError): string {
  const body = JSON.stringify(answer.body());
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
