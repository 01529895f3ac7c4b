/** Judges whether changes name their true author. A copy has no devices, so it is given the verdict of the process that has them. */
import type { NewChange } from '../../port/changes';
import { anotherKey } from '../../sqlite/log/authors';
import type { PgSql } from '../sql';

/** As in SQLite (`withAuthors`), of those under whose client id a device writes. */
const JUDGED = `SELECT said.client, said."deviceId", said."userId", own.id = said."deviceId" AS "isOwn",
    (own.id <> said."deviceId" AND NOT EXISTS (SELECT 1 FROM devices AS former
      WHERE former.id = said."deviceId" AND former.site_id IS NOT DISTINCT FROM own.site_id AND former.revoked_at IS NOT NULL))
    OR (own.kind = 'site' AND EXISTS (SELECT 1 FROM staff_users WHERE id = said."userId")) AS "isAnother"
  FROM json_to_recordset(?::json) AS said (client bigint, "deviceId" text, "userId" text)
  JOIN client_ids ON client_ids.client_id = said.client JOIN devices AS own ON own.id = client_ids.device_id`;

interface Said {
  client: number;
  deviceId: string;
  userId: string;
}

interface Judged extends Said {
  isOwn: boolean;
  isAnother: boolean;
}

/** Authors kept at once, some 200 bytes each. */
const MOST = 20_000;

/** Authors whose verdict stands: a device that names itself does so for ever, and nobody of staff gets an id that was there before. */
export class Authors {
  readonly #own = new Set<string>();

  /** The keys to write into `meta` of the copy before it takes these changes. */
  async saidByAnother(sql: PgSql, changes: readonly NewChange[]): Promise<string[]> {
    const said = this.#unknown(changes);
    if (said.length === 0) return [];
    // PostgreSQL holds no such text, so nobody there has such an id
    const text = JSON.stringify(said).replaceAll('\\u0000', '\\ufffd');
    const judged = await sql.all<Judged>(JUDGED, text);
    if (this.#own.size > MOST) this.#own.clear();
    for (const { client, isOwn, isAnother, ...author } of judged)
      if (isOwn && !isAnother) this.#own.add(anotherKey(client, author));
    return judged.flatMap(({ client, isAnother, ...author }) =>
      isAnother ? [anotherKey(client, author)] : [],
    );
  }

  #unknown(changes: readonly NewChange[]): Said[] {
    const said = new Map<string, Said>();
    let before: Said | undefined;
    for (const { client, change } of changes) {
      const { deviceId, userId } = change;
      // most changes of a run have one author
      if (before?.client === client && before.deviceId === deviceId && before.userId === userId) continue;
      before = { client, deviceId, userId };
      const key = anotherKey(client, change);
      if (!this.#own.has(key)) said.set(key, before);
    }
    return [...said.values()];
  }
}
