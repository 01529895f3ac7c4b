/** The names of those who acted, and of the records that they acted on, as they are now. */
import { isEntityName } from '#shared/domain/entities';
import type { CentralDatabase } from '../database/port/central-database';
import type { AuditEntry } from '../database/port/registry-audit';

type Act = Pick<AuditEntry, 'userId' | 'action' | 'subject'>;

/** Reads them for these acts at once; returns a way to ask for those of one. */
export async function subjectNames(
  database: Pick<CentralDatabase, 'registry' | 'rows'>,
  acts: readonly Act[],
): Promise<(act: Act) => { userName?: string; subjectName?: string }> {
  const users = new Map(
    (await database.registry.staff.list()).map(({ id, displayName }) => [id, displayName]),
  );
  const subjects = new Map<string, string>();
  for (const act of new Map(acts.map((one) => [keyOf(one), one])).values()) {
    const name = await nameOf(database, users, act);
    if (name !== undefined) subjects.set(keyOf(act), name);
  }
  return (act) => {
    const [userName, subjectName] = [users.get(act.userId), subjects.get(keyOf(act))];
    return { ...(userName !== undefined && { userName }), ...(subjectName !== undefined && { subjectName }) };
  };
}

const kindOf = ({ action }: Pick<Act, 'action'>): string => action.split('.', 1)[0] ?? '';
const keyOf = (act: Act): string => `${kindOf(act)} ${act.subject}`;

async function nameOf(
  { registry, rows }: Pick<CentralDatabase, 'registry' | 'rows'>,
  users: ReadonlyMap<string, string>,
  act: Act,
): Promise<string | undefined> {
  const kind = kindOf(act);
  switch (kind) {
    case 'user':
    case 'session':
      return users.get(act.subject);
    case 'site':
    case 'facility': // it has the id of its site, and no name of its own
    case 'join-code':
      return (await registry.sites.get(act.subject))?.name;
    case 'device':
      return (await registry.devices.get(act.subject))?.name;
    case 'store':
      return storeName(registry, act.subject);
    default:
      return isEntityName(kind) ? titleOf(await rows.row(kind, act.subject)) : undefined;
  }
}

async function storeName(
  registry: CentralDatabase['registry'],
  storeId: string,
): Promise<string | undefined> {
  const siteId = (await registry.sites.sitesOfStores([storeId])).get(storeId);
  const site = siteId === undefined ? undefined : await registry.sites.get(siteId);
  return site?.stores.find(({ id }) => id === storeId)?.name;
}

/** The fields that people know a record by, in the order in which one that is there is taken. */
const titles = ['assetNumber', 'reason', 'shortName', 'model', 'name', 'code', 'fileName'] as const;

function titleOf(row: Record<string, unknown> | undefined): string | undefined {
  const title = titles
    .map((field) => row?.[field])
    .find((value) => typeof value === 'string' && value !== '');
  return typeof title === 'string' ? title : undefined;
}
