/** The health and the name of the server: the first thing that a device asks for. */
import * as z from 'zod';
import { instance } from '#shared/api/instance';
import { protocolRange } from '#shared/protocol/version';
import { ApiError } from '../api-error';
import { ownOrigin } from '../own-origin';
import { error } from '../schemas';
import type { Api, Services } from '../services';

const health = z.object({
  status: z.literal('ok'),
  version: z.string(),
  lastBackup: z
    .string()
    .optional()
    .meta({ description: 'When the last good backup was taken. Absent: never.' }),
  rowsBehind: z.number().meta({ description: 'Changes that are stored and that lists do not show yet.' }),
});

export function instanceRoutes(app: Api, services: Services): void {
  app.get(
    '/api/health',
    { config: { for: 'anyone' }, schema: { response: { 200: health, 503: error } } },
    async () => {
      if (services.isDraining()) throw new ApiError('draining');
      if (!(await services.database.canWrite())) throw new ApiError('store-unwritable');
      const { time } = services.wellBeing.lastBackup();
      return {
        status: 'ok' as const,
        version: services.version,
        ...(time !== undefined && { lastBackup: time }),
        rowsBehind: await services.wellBeing.rowsBehind(),
      };
    },
  );

  app.get(
    '/api/instance',
    { config: { for: 'anyone' }, schema: { response: { 200: instance } } },
    async (request) => ({
      name: services.identity.name,
      centralId: services.identity.centralId,
      isCentralServer: true as const,
      publicOrigin: ownOrigin(request, services.config.publicOrigin),
      protocol: { ...protocolRange },
      version: services.version,
      time: new Date(services.now()).toISOString(),
    }),
  );
}
