/** The people who may sign in at V6 sites, in SQLite. */
import { accepted, refused } from '#shared/result';
import { sitePersonRights } from '#shared/domain/site-person';
import type { SitePeople, SitePerson } from '../../port/v6-people';
import type { SqliteFile } from '../sqlite-file';
import type { Sql } from '../sql';
import { readStored } from '../stored-json';

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

const PERSON = `SELECT id, site_id AS siteId, username, display_name AS displayName, password_hash AS passwordHash,
  rights, store_ids AS storeIds, disabled_at AS disabledAt FROM v6_people`;

const toPerson = ({ rights, storeIds, disabledAt, ...row }: Row): SitePerson => ({
  ...row,
  rights: sitePersonRights.filter((right) => rights.split(' ').includes(right)),
  ...(storeIds !== null && { storeIds: readStored<string[]>(storeIds) }),
  ...(disabledAt !== null && { disabledAt }),
});

export const sqlitePeople = (database: SqliteFile): SitePeople => ({
  add: (person) =>
    database.write((sql) => {
      if (sql.get('SELECT 1 FROM v6_people WHERE username = ?', person.username))
        return refused({ code: 'already-exists', field: 'username' });
      put(sql, person);
      return accepted(person);
    }),
  edit: (siteId, id, { storeIds, disabledAt, ...change }) =>
    database.write((sql) => {
      const row = sql.get<Row>(`${PERSON} WHERE site_id = ? AND id = ?`, siteId, id);
      if (!row) return undefined;
      const { storeIds: stores, disabledAt: since, ...before } = toPerson(row);
      const after: SitePerson = {
        ...before,
        ...change,
        ...given('storeIds', storeIds === undefined ? stores : storeIds),
        ...given('disabledAt', disabledAt === undefined ? since : disabledAt),
      };
      put(sql, after);
      return after;
    }),
  ofSite: async (siteId) =>
    database.read((sql) =>
      sql.all<Row>(`${PERSON} WHERE site_id = ? ORDER BY display_name, id`, siteId).map(toPerson),
    ),
  byUsername: async (username) =>
    database.read((sql) => {
      const row = sql.get<Row>(`${PERSON} WHERE username = ?`, username);
      return row && toPerson(row);
    }),
});

const given = <Name extends string, T>(name: Name, value: T | null | undefined) =>
  value === null || value === undefined ? {} : { [name]: value };

function put(sql: Sql, { id, siteId, username, displayName, passwordHash, ...person }: SitePerson): void {
  const { rights, storeIds, disabledAt } = person;
  sql.run(
    `INSERT OR REPLACE INTO v6_people (id, site_id, username, display_name, password_hash, rights, store_ids, disabled_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, siteId, username, displayName, passwordHash, rights.join(' ')],
    ...[storeIds ? JSON.stringify(storeIds) : null, disabledAt ?? null],
  );
}
