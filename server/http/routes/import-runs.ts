/** Rows that were read are saved, stopped, gone on with, and taken back as a whole. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { importAnswer as answer, type ImportAnswer } from '#shared/api/import';
import { NotNow } from '../../imports/not-now';
import { rightOf } from '../../imports/may-import';
import { audit } from '../audit';
import { answerOf } from '../import-answers';
import { allowed, importOf, importerOf, inPatience } from '../own-imports';
import { error } from '../schemas';
import type { Services } from '../services';

/**
 * The answer comes when it is done, or when that takes longer than a caller likes to wait: GET returns the progress. `wait=no`: at once,
 * for a page that shows progress.
 */
export function importRunRoutes(scope: FastifyInstance, services: Services): void {
  const api = scope.withTypeProvider<ZodTypeProvider>();
  const { runs } = services.imports;
  const schema = {
    params: z.object({ id: z.string().max(64) }),
    querystring: z.object({ wait: z.enum(['yes', 'no']).default('yes') }),
    response: { 200: answer, 403: error, 404: error, 409: error },
  };
  const answered = async (request: FastifyRequest, id: string, wait: 'yes' | 'no'): Promise<ImportAnswer> => {
    if (wait === 'yes') await inPatience(runs.ended(id));
    return answerOf((await importOf(services, request, id)).record);
  };

  api.post('/api/imports/:id/commit', { schema }, async (request) => {
    const { record } = await importOf(services, request, request.params.id);
    if (record.state !== 'importing' && record.state !== 'imported') {
      const { staff, importer } = await importerOf(services, request, rightOf[record.table]);
      const { id: userId, permissions: rights } = staff.user;
      const by = { deviceId: staff.deviceId, userId, rights, siteIds: importer.siteIds };
      if (await hasBegun(runs.commit(record, by)))
        await audit(services, staff, 'import.commit', record.id, {
          table: record.table,
          file: record.fileName,
        });
    }
    return answered(request, record.id, request.query.wait);
  });

  api.post('/api/imports/:id/stop', { schema }, async (request) => {
    const { record } = await importOf(services, request, request.params.id);
    await importerOf(services, request, rightOf[record.table]);
    if (record.state !== 'stopped') await allowed(() => runs.stop(record));
    return answered(request, record.id, request.query.wait);
  });

  api.post('/api/imports/:id/undo', { schema }, async (request) => {
    const { record } = await importOf(services, request, request.params.id);
    if (record.state !== 'undone' && !record.isUndoing) {
      const { staff } = await importerOf(services, request, rightOf[record.table]);
      await allowed(() => runs.undo(record, { deviceId: staff.deviceId, userId: staff.user.id }));
      await audit(services, staff, 'import.undo', record.id, { table: record.table, file: record.fileName });
    }
    return answered(request, record.id, request.query.wait);
  });
}

/** False: somebody else began it at the same moment. */
function hasBegun(commit: Promise<unknown>): Promise<boolean> {
  return allowed(async () => {
    try {
      await commit;
      return true;
    } catch (error) {
      if (error instanceof NotNow && error.state === 'importing') return false;
      throw error;
    }
  });
}
