/** Returns the description of the API. */
import type { Api } from '../services';

export function openApiRoutes(app: Api): void {
  app.get(
    '/api/openapi.json',
    { config: { for: 'anyone' }, schema: { hide: true } },
    async (_request, reply) =>
      reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  );
}
