/** The plan of an import of people: one row an account, by its user name. */
import { textOfCell, type Cell } from '../../spreadsheet/cell';
import type { SheetRow } from '../../spreadsheet/table-file';
import { plainIdentity } from '../../same-identity';
import type { Column } from '../column';
import { isWarning, type CellIssue } from '../import-issue';
import { planFile, type PlanRequest, type Reading } from '../plan-file';
import type { CellChange, Planned, PlannedRow } from '../planned';
import { readCell } from '../reading/read-cell';
import { shapeIssues } from '../reading/row-shape';
import { regionsByName, type Places } from '../sites/regions-by-name';
import type { KnownRegion } from '../sites/site-data';
import { userColumns, userKeys } from './columns';
import { readRegions, readRights, writeRegions, writeRights } from './read-access';
import { withoutSecrets } from './without-secrets';
import type { AccountFacts, ImportedUser, KnownUser } from './user-data';

const MOST_LETTERS = 60;
/** As on the page of a person. */
const MOST_REGIONS = 200;

interface UserSubject {
  users: readonly KnownUser[];
  regions: readonly KnownRegion[];
}

/** The same for all that the door takes for one user name. */
export const userKey = (username: string): string => plainIdentity(username).toLowerCase();

export async function planUsers(
  request: PlanRequest,
  { users, regions }: UserSubject,
): Promise<Planned<ImportedUser>> {
  const byName = new Map(users.map((user) => [userKey(user.username), user]));
  const places = regionsByName(regions);
  const planned = await planFile<ImportedUser, KnownUser>(request, {
    known: userColumns,
    keys: userKeys,
    write: (column, user) => written(column, user, places),
    target: (texts) => byName.get(userKey(texts.get('username') ?? '')),
    plan: async (reading) => {
      const seen = new Map<string, number>();
      const rows: PlannedRow<ImportedUser>[] = [];
      for (const [at, row] of reading.rows.entries()) {
        rows.push(planRow({ reading, places, seen }, row, reading.targets[at]));
        await reading.pause(rows.length);
      }
      return { rows, questions: [] };
    },
  });
  return withoutSecrets(planned);
}

function written({ id }: Pick<Column, 'id'>, user: KnownUser, places: Places): Cell {
  if (id === 'username') return user.username;
  if (id === 'displayName') return user.displayName;
  return id === 'rights' ? writeRights(user.permissions) : writeRegions(user.regionIds, places);
}

interface Planning {
  reading: Reading<KnownUser>;
  places: Places;
  /** lines, by user name */
  seen: Map<string, number>;
}

function planRow(
  { reading, places, seen }: Planning,
  row: SheetRow,
  target: KnownUser | undefined,
): PlannedRow<ImportedUser> {
  const { texts, issues } = textsOf(reading, row);
  const username = target?.username ?? texts.get('username') ?? '';
  const facts = factsOf(texts, places, issues);
  issues.push(...ofName(username, seen, row.line), ...(target ? [] : lacking(facts, issues)));
  const changes = target ? changesOf(target, facts, places) : [];
  issues.push(...ofOwn(target, changes));
  issues.push(...widened(facts, target));
  const isWrong = issues.some((issue) => !isWarning(issue));
  return {
    ...{ line: row.line, cells: row.cells, changes, issues },
    record: { username, facts, then: standing(target) },
    outcome: isWrong ? 'wrong' : !target ? 'new' : changes.length > 0 ? 'changed' : 'same',
    stored: Object.fromEntries(texts),
    values: { username, ...Object.fromEntries(texts) },
  };
}

const standing = (target: KnownUser | undefined): AccountFacts | null =>
  target
    ? { displayName: target.displayName, permissions: target.permissions, regionIds: target.regionIds }
    : null;

function textsOf(
  { inFile, manner, now, heading, kind }: Reading<KnownUser>,
  row: SheetRow,
): { texts: Map<string, string>; issues: CellIssue[] } {
  const issues: CellIssue[] = [...shapeIssues(row, heading, kind)];
  const texts = new Map<string, string>();
  for (const { column, at } of inFile) {
    const { value, issue } = readCell(column, row.cells[at] ?? null, { manner: manner(column), now });
    if (issue) issues.push({ column: column.id, code: issue });
    const text = textOfCell(value ?? null);
    if (text !== '') texts.set(column.id, text);
  }
  return { texts, issues };
}

function factsOf(
  texts: ReadonlyMap<string, string>,
  places: Places,
  issues: CellIssue[],
): Partial<AccountFacts> {
  const [name, named, where] = [texts.get('displayName'), texts.get('rights'), texts.get('regions')];
  const access = named === undefined ? undefined : readRights(named);
  const border = where === undefined ? undefined : readRegions(where, places);
  if (access && 'unknown' in access)
    issues.push({ column: 'rights', code: 'unknown-right', data: { value: access.unknown } });
  issues.push(...ofBorder(border));
  return {
    ...(name !== undefined && { displayName: name }),
    ...(access && 'rights' in access && { permissions: access.rights }),
    ...(border && 'regionIds' in border && { regionIds: border.regionIds }),
  };
}

function ofBorder(border: ReturnType<typeof readRegions> | undefined): CellIssue[] {
  if (!border) return [];
  if ('unknown' in border) return [{ column: 'regions', code: 'unknown-region' }];
  return border.regionIds.length > MOST_REGIONS ? [{ column: 'regions', code: 'too-long' }] : [];
}

function ofName(username: string, seen: Map<string, number>, line: number): CellIssue[] {
  if (username === '') return [];
  if (/\s/.test(username) || username.length > MOST_LETTERS)
    return [{ column: 'username', code: 'not-a-user-name' }];
  const key = userKey(username);
  const before = seen.get(key);
  if (before === undefined) seen.set(key, line);
  return before === undefined ? [] : [{ column: 'username', code: 'same-row', data: { row: before } }];
}

const ofOwn = (target: KnownUser | undefined, changes: readonly CellChange[]): CellIssue[] =>
  target?.isOwn === true && changes.length > 0 ? [{ column: 'username', code: 'own-account' }] : [];

/** A new account takes a name and its rights; nobody gets the whole country by a cell that was left blank. */
function lacking(facts: Partial<AccountFacts>, issues: readonly CellIssue[]): CellIssue[] {
  const lacks = (column: string, field: keyof AccountFacts): CellIssue[] =>
    facts[field] !== undefined || issues.some((issue) => issue.column === column)
      ? []
      : [{ column, code: 'missing' }];
  return [
    ...lacks('displayName', 'displayName'),
    ...lacks('rights', 'permissions'),
    ...lacks('regions', 'regionIds'),
  ];
}

/** A row after which somebody could give every right. */
function widened(
  { permissions, regionIds }: Partial<AccountFacts>,
  target: KnownUser | undefined,
): CellIssue[] {
  const isAdmin = (held: readonly string[], where: readonly string[]): boolean =>
    held.includes('manage-users') && where.length === 0;
  const was = target !== undefined && isAdmin(target.permissions, target.regionIds);
  const is = isAdmin(permissions ?? target?.permissions ?? [], regionIds ?? target?.regionIds ?? []);
  return is && !was ? [{ column: 'rights', code: 'gives-all-rights' }] : [];
}

function changesOf(target: KnownUser, facts: Partial<AccountFacts>, places: Places): CellChange[] {
  const after: KnownUser = { ...target, ...facts };
  return ['displayName', 'rights', 'regions'].flatMap((column) => {
    const [from, to] = [written({ id: column }, target, places), written({ id: column }, after, places)];
    return from === to ? [] : [{ column, from, to }];
  });
}
