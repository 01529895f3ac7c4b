/** V6 sites in SQLite. */
import { accepted, refused, type Result } from '#shared/result';
import type { Initialisation, V6Settings, V6Site, V6Sites } from '../../port/v6';
import { memoryPlace } from '../../port/v6-memory';
import { keysOf } from '../../port/v6-pulls';
import type { SqliteFile } from '../sqlite-file';
import type { Sql } from '../sql';

interface SiteRow {
  siteId: string;
  name: string;
  number: number;
  passwordHash: string | null;
  hardwareId: string | null;
  initialisation: Initialisation;
  lastContact: string | null;
  lastPush: string | null;
  lastPull: string | null;
  appVersion: string | null;
}

const SITE = `SELECT site_id AS siteId, name, number, password_hash AS passwordHash, hardware_id AS hardwareId,
  initialisation, last_contact AS lastContact, last_push AS lastPush, last_pull AS lastPull, app_version AS appVersion
  FROM v6_sites`;

const toSite = ({ passwordHash, hardwareId, lastContact, lastPush, lastPull, ...rest }: SiteRow): V6Site => ({
  ...withVersion(rest),
  ...(passwordHash !== null && { passwordHash }),
  ...(hardwareId !== null && { hardwareId }),
  ...(lastContact !== null && { lastContact }),
  ...(lastPush !== null && { lastPush }),
  ...(lastPull !== null && { lastPull }),
});
const withVersion = ({
  appVersion,
  ...row
}: Pick<SiteRow, 'siteId' | 'name' | 'number' | 'initialisation' | 'appVersion'>) => ({
  ...row,
  ...(appVersion !== null && { appVersion }),
});

export function sqliteV6Sites(database: SqliteFile): V6Sites {
  return {
    get: async (siteId) => database.read((sql) => readSite(sql, siteId)),
    byName: async (name) =>
      database.read((sql) => {
        const row = sql.get<SiteRow>(`${SITE} WHERE name = ?`, name);
        return row && toSite(row);
      }),
    exist: async () => database.read((sql) => sql.get('SELECT 1 FROM v6_sites LIMIT 1') !== undefined),
    put: (siteId, settings) => database.write((sql) => putSite(sql, siteId, settings)),
    pin: (siteId, hardwareId) =>
      database.write((sql) => {
        sql.run(
          'UPDATE v6_sites SET hardware_id = coalesce(hardware_id, ?) WHERE site_id = ?',
          hardwareId,
          siteId,
        );
        return readSite(sql, siteId)?.hardwareId ?? hardwareId;
      }),
    release: (siteId) => database.write((sql) => release(sql, siteId)),
    note: (siteId, { at, appVersion, initialisation, did }) =>
      database.write((sql) =>
        sql.run(
          `UPDATE v6_sites SET last_contact = ?, app_version = ?, initialisation = coalesce(?, initialisation),
           last_push = coalesce(?, last_push), last_pull = coalesce(?, last_pull) WHERE site_id = ?`,
          ...[
            at,
            appVersion,
            initialisation ?? null,
            did === 'push' ? at : null,
            did === 'pull' ? at : null,
            siteId,
          ],
        ),
      ),
    all: async () => database.read((sql) => sql.all<SiteRow>(`${SITE} ORDER BY name`).map(toSite)),
  };
}

/** Reads the places of its own stores alone, of all in the country. */
const HAD_NO_MORE = `UPDATE v6_log SET had_by = '' WHERE had_by = ?1 AND store_id IN (SELECT id FROM stores WHERE site_id = ?1
  UNION SELECT store_id FROM former_stores WHERE site_id = ?1 UNION SELECT ?2)`;

function release(sql: Sql, siteId: string): void {
  sql.run(
    `UPDATE v6_sites SET hardware_id = NULL, initialisation = 'new', given = 0, served = NULL, v5_up_to = NULL WHERE site_id = ?`,
    siteId,
  );
  sql.run('DELETE FROM v6_bases WHERE site_id = ?', siteId);
  sql.run(HAD_NO_MORE, siteId, memoryPlace(siteId));
  for (const key of keysOf(siteId)) sql.run('DELETE FROM meta WHERE key = ?', key);
}

function readSite(sql: Sql, siteId: string): V6Site | undefined {
  const row = sql.get<SiteRow>(`${SITE} WHERE site_id = ?`, siteId);
  return row && toSite(row);
}

function putSite(sql: Sql, siteId: string, settings: V6Settings): Result<V6Site> {
  const before = readSite(sql, siteId);
  const { name, number = nextNumber(sql), passwordHash } = { ...before, ...settings };
  if (name === undefined) return refused({ code: 'missing-field', field: 'name' });
  for (const [field, value] of [['name', name] as const, ['number', number] as const]) {
    if (sql.get(`SELECT 1 FROM v6_sites WHERE ${field} = ? AND site_id <> ?`, value, siteId))
      return refused({ code: 'already-exists', field });
  }
  sql.run(
    `INSERT INTO v6_sites (site_id, name, number, password_hash) VALUES (?, ?, ?, ?) ON CONFLICT (site_id)
     DO UPDATE SET name = excluded.name, number = excluded.number, password_hash = excluded.password_hash`,
    ...[siteId, name, number, passwordHash ?? null],
  );
  const site = readSite(sql, siteId);
  return site ? accepted(site) : refused({ code: 'not-found' });
}

const nextNumber = (sql: Sql): number =>
  sql.get<{ next: number }>('SELECT coalesce(max(number), 0) + 1 AS next FROM v6_sites')?.next ?? 1;
