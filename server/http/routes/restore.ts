/** The report for support staff after the database was put back from a backup. */
import * as z from 'zod';
import { recognisedDevices, restoreReport } from '#shared/api/restore';
import { restoreReport as report } from '../../operations/restored/restore-report';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandStaff } from '../demand';
import { error } from '../schemas';
import type { Api, Services } from '../services';

export function restoreRoutes(app: Api, services: Services): void {
  const schema = { response: { 200: restoreReport, 401: error, 403: error } };
  app.get('/api/restore', { schema }, async (request) => {
    await demandStaff(services, request);
    const { database, restores, contacts, now } = services;
    await contacts.write();
    await restores.write();
    return report(database, restores.noticed, now());
  });

  const listed = { response: { 200: recognisedDevices, 401: error, 403: error } };
  app.get('/api/restore/devices', { schema: listed }, async (request) => {
    await demandStaff(services, request, 'manage-sites');
    const waiting = await services.recognised.waiting();
    return {
      items: waiting.map(({ deviceId: id, name, joinedAt, siteId, site }) => ({
        ...{ id, name, joinedAt, siteId },
        site: site ? { id: site.id, code: site.code, name: site.name } : null,
      })),
    };
  });

  const decided = {
    params: z.object({ id: z.string().max(64) }),
    body: z.object({ letIn: z.boolean().meta({ description: 'false: it is shut out.' }) }),
    response: { 204: z.null(), 401: error, 403: error, 404: error },
  };
  app.post('/api/restore/devices/:id', { schema: decided }, async (request, reply) => {
    const staff = await demandStaff(services, request, 'manage-sites');
    const { id } = request.params;
    const { letIn } = request.body;
    const isDone = letIn ? (await services.recognised.letIn(id)).ok : await shutOut(services, id);
    if (!isDone) throw new ApiError('not-found');
    await audit(services, staff, letIn ? 'device.let-in' : 'device.revoke', id);
    return reply.status(204).send(null);
  });
}

/** It is written down as shut out, so that it is not asked about again, and so that every device hears of it. */
async function shutOut({ recognised, revocations, sync, now }: Services, id: string): Promise<boolean> {
  const isDone = await recognised.shutOut(id, new Date(now()).toISOString(), () => revocations.say(id));
  if (isDone) sync.closeDevice(id);
  return isDone;
}
