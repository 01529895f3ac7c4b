/** The description of the API, made from the schemas that the routes check with. */
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { describeShapes } from './descriptions';

export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  describeShapes();
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Waypost central server',
        version,
        description: 'Joining, staff sessions, the fleet, and what is beside the sync sockets.',
      },
      components: {
        securitySchemes: {
          device: { type: 'http', scheme: 'bearer', description: 'The token a device got when it joined.' },
          staff: {
            type: 'apiKey',
            in: 'cookie',
            name: 'waypost_session',
            description: 'Set by POST /api/session. Writes need this server’s own Origin.',
          },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
}
