/** The report for support staff after the database was put back from a backup. */
import { restoreReport } from '#shared/api/restore';
import { restoreReport as report } from '../../operations/restored/restore-report';
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
}
