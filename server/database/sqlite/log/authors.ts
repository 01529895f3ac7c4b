/**
 * Judges whether a change names its true author: the device under whose client id it stands, and nobody of staff where that is a site's.
 */
import type { LoggedChange } from '../../port/changes';
import type { Sql } from '../sql';

/**
 * A device that joined again after it was revoked may still bring the changes that it wrote as the former one. Client ids of nobody's
 * device are central's own, and those of devices that a restored database does not know. A copy of a log that lies elsewhere has no
 * devices: its verdict comes from there (`anotherKey`).
 */
const DOUBTFUL = `SELECT 1 WHERE EXISTS (SELECT 1 FROM client_ids JOIN devices AS own ON own.id = client_ids.device_id
  WHERE client_ids.client_id = ?1 AND (
    (own.id <> ?2 AND NOT EXISTS (SELECT 1 FROM devices AS former
      WHERE former.id = ?2 AND former.site_id IS own.site_id AND former.revoked_at IS NOT NULL))
    OR (own.kind = 'site' AND EXISTS (SELECT 1 FROM staff_users WHERE id = ?3))))
  OR EXISTS (SELECT 1 FROM meta WHERE key = ?4)`;

/** The key under which `meta` of a copy notes that another wrote the changes of this client which name this author. */
export const anotherKey = (
  client: number,
  { deviceId, userId }: Pick<LoggedChange['change'], 'deviceId' | 'userId'>,
): string => `said_by_another\n${client}\n${deviceId}\n${userId}`;

/** Marks those that name somebody else. */
export function withAuthors(sql: Sql, logged: readonly LoggedChange[]): LoggedChange[] {
  const known = new Map<string, boolean>();
  return logged.map((one) => {
    const { client, change } = one;
    const key = anotherKey(client, change);
    const isDoubtful =
      known.get(key) ?? sql.get(DOUBTFUL, client, change.deviceId, change.userId, key) !== undefined;
    known.set(key, isDoubtful);
    return isDoubtful ? { ...one, isSaidByAnother: true } : one;
  });
}
