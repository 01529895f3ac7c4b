/** The caller, as the documents know it: the same rights as on a socket. */
import type { FastifyRequest } from 'fastify';
import { devicePeer, staffPeer } from '../auth/peers';
import type { Peer } from '../sync/peer';
import { demandTaker } from './demand';
import { isOwnOrigin } from './own-origin';
import type { Services } from './services';

export async function peerOf(services: Services, request: FastifyRequest): Promise<Peer> {
  const { registry } = services.database;
  const caller = await demandTaker(services, request);
  if (caller.kind === 'device') return devicePeer(services.database, caller.device);
  const isOwn = isOwnOrigin(request.headers, { ...services.config, trustProxy: false });
  return staffPeer(registry, caller, isOwn);
}
