/**
 * The caller, as the documents know it, to read by calls: the same rights as on a socket. A page reads without naming its origin, and no
 * other page's calls bring the cookie.
 */
import type { FastifyRequest } from 'fastify';
import { devicePeer, staffPeer } from '../auth/peers';
import type { Peer } from '../sync/peer';
import { demandTaker } from './demand';
import type { Services } from './services';

export async function peerOf(services: Services, request: FastifyRequest): Promise<Peer> {
  const { registry } = services.database;
  const caller = await demandTaker(services, request);
  if (caller.kind === 'device') return devicePeer(services.database, caller.device);
  return staffPeer(registry, caller, true);
}
