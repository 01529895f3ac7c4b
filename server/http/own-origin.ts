/** This server's own origin, and the rule that a write with a cookie must come from a page of it. */
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config';
import { ApiError } from './api-error';

/** The origin as people reach it: the one in the settings, else the address that this call came to. */
export const ownOrigin = (
  request: Pick<FastifyRequest, 'protocol' | 'host'>,
  publicOrigin: string | undefined,
): string => publicOrigin ?? `${request.protocol}://${request.host}`;

/** Whether the browser may be told to send its cookies over TLS only. */
export const isOverTls = (
  request: Pick<FastifyRequest, 'protocol' | 'host'>,
  publicOrigin: string | undefined,
): boolean => ownOrigin(request, publicOrigin).startsWith('https:');

/** Refuses a call that a page of another origin made, or one that does not name its page's origin. */
export function demandOwnOrigin(request: FastifyRequest, publicOrigin: string | undefined): void {
  const { origin } = request.headers;
  const own = ownOrigin(request, publicOrigin);
  if (origin === own) return;
  const sentence = setting(origin, own);
  if (sentence !== undefined) request.log.warn({ origin, own }, sentence);
  throw new ApiError('foreign-origin', { ...(origin !== undefined && { origin }), own }, {}, sentence);
}

/** Behind a proxy this server does not know its own address unless it is set; then people's pages seem to be of another place. */
const setting = (origin: string | undefined, own: string): string | undefined =>
  origin !== undefined && URL.canParse(origin)
    ? `This call came from ${origin}, and this server takes itself for ${own}. If ${origin} is its address, set PUBLIC_ORIGIN=${origin} and, behind one proxy, TRUST_PROXY=1, and start it again.`
    : undefined;

/** The same for the upgrade to a socket, of which only headers are known: without a set origin, the host decides. */
export function isOwnOrigin(
  headers: IncomingHttpHeaders,
  { publicOrigin, trustProxy }: Pick<Config, 'publicOrigin' | 'trustProxy'>,
): boolean {
  const { origin } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  if (publicOrigin !== undefined) return origin === publicOrigin;
  const forwarded = trustProxy === false ? undefined : headers['x-forwarded-host'];
  const host = typeof forwarded === 'string' ? forwarded.split(',', 1)[0]?.trim() : headers.host;
  return new URL(origin).host === host;
}
