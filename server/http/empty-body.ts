/** A body of no bytes is no body, whatever type it is given: many clients name JSON in every call, also in those that send nothing. */
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The types of what programs send by themselves; an upload without bytes has a meaning of its own. */
const ORDINARY = /^\s*(application\/json|text\/plain|application\/x-www-form-urlencoded)\b/i;

export function takeEmptyForNone(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const { 'content-type': type = '' } = request.headers;
    if (ORDINARY.test(type) && request.url.startsWith('/api/') && isEmpty(request))
      Reflect.deleteProperty(request.raw.headers, 'content-type');
  });
}

const isEmpty = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
