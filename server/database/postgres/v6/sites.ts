/** V6 sites in PostgreSQL. */
import { accepted, refused, type Result } from '#shared/result';
import type { Initialisation, V6Settings, V6Site, V6Sites } from '../../port/v6';
import { memoryPlace } from '../../port/v6-memory';
import { keysOf } from '../../port/v6-pulls';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';

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

const SITE = `SELECT site_id AS "siteId", name, number, password_hash AS "passwordHash", hardware_id AS "hardwareId",
  initialisation, last_contact AS "lastContact", last_push AS "lastPush", last_pull AS "lastPull", app_version AS "appVersion" FROM v6_sites`;

const toSite = ({ passwordHash, hardwareId, lastContact, lastPush, lastPull, ...row }: SiteRow): V6Site => ({
  ...withVersion(row),
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

export function pgV6Sites(pool: PgPool): V6Sites {
  return {
    get: (siteId) => pool.read((sql) => readSite(sql, siteId)),
    byName: async (name) => {
      const row = await pool.read((sql) =>
        sql.get<SiteRow>(`${SITE} WHERE lower(name) = lower(? COLLATE "C")`, name),
      );
      return row && toSite(row);
    },
    exist: () => pool.read(async (sql) => (await sql.get('SELECT 1 FROM v6_sites LIMIT 1')) !== undefined),
    put: (siteId, settings) => pool.write('v6', (sql) => putSite(sql, siteId, settings)),
    pin: (siteId, hardwareId) =>
      pool.write('v6', async (sql) => {
        await sql.run(
          'UPDATE v6_sites SET hardware_id = coalesce(hardware_id, ?) WHERE site_id = ?',
          hardwareId,
          siteId,
        );
        return (await readSite(sql, siteId))?.hardwareId ?? hardwareId;
      }),
    release: (siteId) => pool.write('v6', (sql) => release(sql, siteId)),
    note: (siteId, { at, appVersion, initialisation, did }) =>
      pool.write('v6', (sql) =>
        sql.run(
          `UPDATE v6_sites SET last_contact = ?, app_version = ?, initialisation = coalesce(?, initialisation),
           last_push = coalesce(?, last_push), last_pull = coalesce(?, last_pull) WHERE site_id = ?`,
          ...[at, appVersion, initialisation ?? null],
          ...[did === 'push' ? at : null, did === 'pull' ? at : null, siteId],
        ),
      ),
    all: async () => (await pool.read((sql) => sql.all<SiteRow>(`${SITE} ORDER BY lower(name)`))).map(toSite),
  };
}

/** Reads the places of its own stores alone, of all in the country. */
const HAD_NO_MORE = `UPDATE v6_log SET had_by = '' WHERE had_by = ?1 AND store_id IN (SELECT id FROM stores WHERE site_id = ?1
  UNION SELECT store_id FROM former_stores WHERE site_id = ?1 UNION SELECT ?2)`;

async function release(sql: PgSql, siteId: string): Promise<void> {
  await sql.run(
    `UPDATE v6_sites SET hardware_id = NULL, initialisation = 'new', given = 0, served = NULL, v5_up_to = NULL WHERE site_id = ?`,
    siteId,
  );
  await sql.run('DELETE FROM v6_bases WHERE site_id = ?', siteId);
  await sql.run(HAD_NO_MORE, siteId, memoryPlace(siteId));
  await sql.run('DELETE FROM meta WHERE key = ANY(?)', keysOf(siteId));
}

async function readSite(sql: PgSql, siteId: string): Promise<V6Site | undefined> {
  const row = await sql.get<SiteRow>(`${SITE} WHERE site_id = ?`, siteId);
  return row && toSite(row);
}

const TAKEN = {
  name: 'SELECT 1 FROM v6_sites WHERE lower(name) = lower(? COLLATE "C") AND site_id <> ?',
  number: 'SELECT 1 FROM v6_sites WHERE number = ? AND site_id <> ?',
};

async function putSite(sql: PgSql, siteId: string, settings: V6Settings): Promise<Result<V6Site>> {
  const before = await readSite(sql, siteId);
  const { name, number = await nextNumber(sql), passwordHash } = { ...before, ...settings };
  if (name === undefined) return refused({ code: 'missing-field', field: 'name' });
  for (const [field, value] of [['name', name] as const, ['number', number] as const])
    if (await sql.get(TAKEN[field], value, siteId)) return refused({ code: 'already-exists', field });
  await sql.run(
    `INSERT INTO v6_sites (site_id, name, number, password_hash) VALUES (?, ?, ?, ?) ON CONFLICT (site_id)
     DO UPDATE SET name = excluded.name, number = excluded.number, password_hash = excluded.password_hash`,
    ...[siteId, name, number, passwordHash ?? null],
  );
  const site = await readSite(sql, siteId);
  return site ? accepted(site) : refused({ code: 'not-found' });
}

async function nextNumber(sql: PgSql): Promise<number> {
  const text = 'SELECT coalesce(max(number), 0) + 1 AS next FROM v6_sites';
  return (await sql.get<{ next: number }>(text))?.next ?? 1;
}
