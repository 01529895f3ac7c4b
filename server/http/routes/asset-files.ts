/** The photos and documents of one asset and of its logs, for support staff: their descriptions, and the arrival of their bytes. */
import * as z from 'zod';
import { fleetFileRows } from '#shared/api/fleet';
import type { FileReference } from '#shared/domain/file-reference';
import { demandAsset } from '../asset-of';
import { demandWithin } from '../demand';
import { error } from '../schemas';
import type { Api, Services } from '../services';

const params = z.object({ id: z.string().max(64) });
const schema = { params, response: { 200: fleetFileRows, 404: error } };

export function assetFileRoutes(app: Api, services: Services): void {
  const { rows } = services.database;
  app.get('/api/assets/:id/files', { schema }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const { id } = request.params;
    await demandAsset(services, own, id);
    const logs = await rows.logsOf(id);
    const files = await rows.filesOf([...(await rows.idsUnder(id)), ...logs.map((log) => log.id)]);
    const shown = files.filter(({ deletedAt }) => deletedAt === undefined).sort(newestFirst);
    return { items: await Promise.all(shown.map((file) => withState(services, file))) };
  });
}

const newestFirst = (a: FileReference, b: FileReference): number => (a.createdAt < b.createdAt ? 1 : -1);

const withState = async ({ files }: Services, file: FileReference) => ({
  ...file,
  atCentral: await files.has(file.sha256),
});
