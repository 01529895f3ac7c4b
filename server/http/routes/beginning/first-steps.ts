/** What a new programme still lacks, for the checklist on the first page of its administrators. */
import { firstSteps, type FirstStepId } from '#shared/api/first-steps';
import { PROGRAMME_SETTINGS } from '#shared/domain/programme-settings';
import type { AuditPosition, AuditRecord } from '../../../database/port/registry-audit';
import type { StaffUser } from '../../../database/port/registry-staff';
import { FIRST_PASSWORD } from '../../../first-start';
import { demandStaff } from '../../demand';
import { error } from '../../schemas';
import type { Api, Services } from '../../services';

/** Acts that are looked through at once for a change of a password: a list of people writes many. */
const ACTS = 500;
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
      password: await isPasswordChosen(services),
      administrator: users.filter(mayManage).length > 1,
      programme: settings?.programmeName !== undefined,
      'starter-data': settings?.starterData !== undefined,
      site: sites.length > 0,
      device: devices.length > 0,
    };
    const [first] = sites;
    return {
      items: (Object.keys(done) as FirstStepId[]).map((id) => ({ id, done: done[id] })),
      ...(first && { siteId: first.id }),
    };
  });
}

/** Whoever never chose a password of their own may never come in. */
const mayManage = ({ permissions, disabledAt, firstPasswordUntil }: StaffUser): boolean =>
  disabledAt === undefined && firstPasswordUntil === undefined && permissions.includes('manage-users');

/** The first password was given by whoever started the server, or the one that was made up counts no more. */
async function isPasswordChosen({ database }: Services): Promise<boolean> {
  const first = await database.transaction(({ changes }) => changes.meta(FIRST_PASSWORD));
  if (first !== 'generated') return true;
  // ids are in the order in which accounts were made
  const [owner] = (await database.registry.staff.list()).map(({ id }) => id).sort();
  let after: AuditPosition | undefined;
  do {
    const acts: readonly AuditRecord[] = await database.registry.audit.page({
      ...{ kind: 'user', limit: ACTS },
      ...(after && { after }),
    });
    if (acts.some(({ action, subject }) => subject === owner && givesPassword.has(action))) return true;
    after = acts.at(-1);
  } while (after);
  return false;
}

const givesPassword = new Set(['user.own-password', 'user.password', 'user.password-reset']);
