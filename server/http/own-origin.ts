/** What this server's own origin is, and the rule that a write with a cookie must come from a page of it. */
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config';
import { ApiError } from './api-error';

/** As people reach it: what the settings say, else the address that this call came to. */
export const ownOrigin = (
  request: Pick<FastifyRequest, 'protocol' | 'host'>,
  publicOrigin: string | undefined,
): string => publicOrigin ?? `${request.protocol}://${request.host}`;

/** Refuses a call that a page of another origin made, or one of which nobody says where it was made. */
export function demandOwnOrigin(request: FastifyRequest, publicOrigin: string | undefined): void {
  if (request.headers.origin !== ownOrigin(request, publicOrigin)) throw new ApiError('foreign-origin');
}

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
