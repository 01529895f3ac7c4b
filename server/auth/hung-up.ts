/** Whether a caller still waits for the answer. */
import type { FastifyRequest } from 'fastify';
import type { Waiting } from './under-way';

export const waitingOf = ({ raw }: Pick<FastifyRequest, 'raw'>): Waiting => ({
  isGone: () => raw.socket.destroyed,
});
