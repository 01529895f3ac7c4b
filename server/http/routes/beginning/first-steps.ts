/** What a new programme still lacks, for the checklist on the first page of its administrators. */
import { firstSteps, type FirstStepId } from '#shared/api/first-steps';
import { PROGRAMME_SETTINGS } from '#shared/domain/programme-settings';
import type { StaffUser } from '../../../database/port/registry-staff';
import { isFirstPasswordGone } from '../../../first-owner';
import { demandStaff } from '../../demand';
import { error } from '../../schemas';
import type { Api, Services } from '../../services';

/** Sites among which a device is looked for: with so many a programme has begun. */
const SITES = 200;

export function firstStepRoutes(app: Api, services: Services): void {
  const { registry, rows } = services.database;
  const schema = {
    description: 'For staff who may manage users: what a new programme still lacks.',
    response: { 200: firstSteps, 403: error },
  };
  app.get('/api/first-steps', { schema }, async (request) => {
    await demandStaff(services, request, 'manage-users');
    const users = await registry.staff.list();
    const settings = await rows.row('programmeSettings', PROGRAMME_SETTINGS);
    const { sites } = await registry.sites.page({ limit: SITES, sort: 'code' });
    const devices = await registry.devices.ofSites(sites.map(({ id }) => id));
    const done: Record<FirstStepId, boolean> = {
      password: await isFirstPasswordGone(services.database),
      administrator: users.filter(mayManage).length > 1,
      programme: settings?.programmeName !== undefined,
      'starter-data': settings?.starterData !== undefined,
      site: sites.length > 0,
      device: devices.length > 0 || (await isOpenMSupplyHeard(services)),
    };
    const [first] = sites;
    return {
      items: (Object.keys(done) as FirstStepId[]).map((id) => ({ id, done: done[id] })),
      ...(first && { siteId: first.id }),
    };
  });
}

/** A site that works with Open mSupply may never have a device of ours. */
async function isOpenMSupplyHeard({ v6 }: Services): Promise<boolean> {
  const sites = (await v6?.database.sites.all()) ?? [];
  return sites.some(({ lastContact }) => lastContact !== undefined);
}

/** Whoever never chose a password of their own may never come in. */
const mayManage = ({ permissions, disabledAt, firstPasswordUntil }: StaffUser): boolean =>
  disabledAt === undefined && firstPasswordUntil === undefined && permissions.includes('manage-users');
