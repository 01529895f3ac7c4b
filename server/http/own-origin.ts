/** What this server's own origin is, and the rule that a write with a cookie must come from a page of it. */
import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error';

/** As people reach it: what the settings say, else the address that this call came to. */
export const ownOrigin = (request: Pick<FastifyRequest, 'protocol' | 'host'>, publicOrigin: string | undefined): string =>
  publicOrigin ?? `${request.protocol}://${request.host}`;

/** Refuses a call that a page of another origin made, or one of which nobody says where it was made. */
export function demandOwnOrigin(request: FastifyRequest, publicOrigin: string | undefined): void {
  if (request.headers.origin !== ownOrigin(request, publicOrigin)) throw new ApiError('foreign-origin');
}
