/** Judges whether changes name their true author. A copy has no devices, so it is given the verdict of the process that has them. */
import type { NewChange } from '../../port/changes';
import { anotherKey } from '../../sqlite/log/authors';
import type { PgSql } from '../sql';

/** As in SQLite (`withAuthors`). */
const DOUBTFUL = `SELECT said.client, said."deviceId", said."userId"
  FROM json_to_recordset(?::json) AS said (client bigint, "deviceId" text, "userId" text)
  JOIN client_ids ON client_ids.client_id = said.client JOIN devices AS own ON own.id = client_ids.device_id
  WHERE (own.id <> said."deviceId" AND NOT EXISTS (SELECT 1 FROM devices AS former
      WHERE former.id = said."deviceId" AND former.site_id IS NOT DISTINCT FROM own.site_id AND former.revoked_at IS NOT NULL))
    OR (own.kind = 'site' AND EXISTS (SELECT 1 FROM staff_users WHERE id = said."userId"))`;

interface Said {
  client: number;
  deviceId: string;
  userId: string;
}

/** The keys to write into `meta` of the copy before it takes these changes. */
export async function saidByAnother(sql: PgSql, changes: readonly NewChange[]): Promise<string[]> {
  const said = new Map<string, Said>();
  for (const { client, change } of changes) {
    const { deviceId, userId } = change;
    said.set(anotherKey(client, change), { client, deviceId, userId });
  }
  if (said.size === 0) return [];
  // PostgreSQL holds no such text, so nobody there has such an id
  const text = JSON.stringify([...said.values()]).replaceAll('\\u0000', '\\ufffd');
  const found = await sql.all<Said>(DOUBTFUL, text);
  return found.map(({ client, ...author }) => anotherKey(client, author));
}
