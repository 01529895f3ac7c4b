/** The people who may sign in at V6 sites, in PostgreSQL. */
import { accepted, refused } from '#shared/result';
import { sitePersonRights } from '#shared/domain/site-person';
import type { SitePeople, SitePerson } from '../../port/v6-people';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';

interface Row {
  id: string;
  siteId: string;
  username: string;
  displayName: string;
  passwordHash: string;
  rights: string;
  storeIds: string | null;
  disabledAt: string | null;
}

const PERSON = `SELECT id, site_id AS "siteId", username, display_name AS "displayName", password_hash AS "passwordHash",
  rights, store_ids AS "storeIds", disabled_at AS "disabledAt" FROM v6_people`;
const NAMED = 'lower(username) = lower(? COLLATE "C")';

const toPerson = ({ rights, storeIds, disabledAt, ...row }: Row): SitePerson => ({
  ...row,
  rights: sitePersonRights.filter((right) => rights.split(' ').includes(right)),
  ...(storeIds !== null && { storeIds: JSON.parse(storeIds) as string[] }), // written by `put`
  ...(disabledAt !== null && { disabledAt }),
});

export const pgPeople = (pool: PgPool): SitePeople => ({
  add: (person) =>
    pool.write('v6', async (sql) => {
      if (await sql.get(`SELECT 1 FROM v6_people WHERE ${NAMED}`, person.username))
        return refused({ code: 'already-exists', field: 'username' });
      await put(sql, person);
      return accepted(person);
    }),
  edit: (siteId, id, { storeIds, disabledAt, ...change }) =>
    pool.write('v6', async (sql) => {
      const row = await sql.get<Row>(`${PERSON} WHERE site_id = ? AND id = ?`, siteId, id);
      if (!row) return undefined;
      const { storeIds: stores, disabledAt: since, ...before } = toPerson(row);
      const after: SitePerson = {
        ...before,
        ...change,
        ...given('storeIds', storeIds === undefined ? stores : storeIds),
        ...given('disabledAt', disabledAt === undefined ? since : disabledAt),
      };
      await put(sql, after);
      return after;
    }),
  ofSite: async (siteId) => {
    const text = `${PERSON} WHERE site_id = ? ORDER BY display_name, id`;
    return (await pool.read((sql) => sql.all<Row>(text, siteId))).map(toPerson);
  },
  byUsername: async (username) => {
    const row = await pool.read((sql) => sql.get<Row>(`${PERSON} WHERE ${NAMED}`, username));
    return row && toPerson(row);
  },
});

const given = <Name extends string, T>(name: Name, value: T | null | undefined) =>
  value === null || value === undefined ? {} : { [name]: value };

function put(
  sql: PgSql,
  { id, siteId, username, displayName, passwordHash, ...person }: SitePerson,
): Promise<void> {
  const { rights, storeIds, disabledAt } = person;
  return sql.run(
    `INSERT INTO v6_people (id, site_id, username, display_name, password_hash, rights, store_ids, disabled_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET site_id = excluded.site_id, username = excluded.username,
     display_name = excluded.display_name, password_hash = excluded.password_hash, rights = excluded.rights,
     store_ids = excluded.store_ids, disabled_at = excluded.disabled_at`,
    ...[id, siteId, username, displayName, passwordHash, rights.join(' ')],
    ...[storeIds ? JSON.stringify(storeIds) : null, disabledAt ?? null],
  );
}
