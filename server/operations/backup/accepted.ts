/** The number of things that a database has accepted, counted by the rows that each of them leaves behind. */
import type { ClientBase } from 'pg';
import { openForReading } from '../../database/sqlite/connection';

/** Each thing that was accepted adds to one of these. Sign-ins do not count: they are the way to see whether the upgrade went well. */
const COUNTED: Record<string, [table: string, what: string]> = {
  sequence: ['documents', 'max(seq)'],
  /** PostgreSQL alone has it */
  changes: ['log_head', 'max(last)'],
  acts: ['audit', "count(*) FILTER (WHERE action NOT LIKE 'session.%')"],
  devices: ['devices', "count(*) FILTER (WHERE kind = 'site')"],
  sites: ['sites', 'count(*)'],
  stores: ['stores', 'count(*)'],
  users: ['staff_users', 'count(*)'],
  joinCodes: ['join_codes', 'count(*)'],
  v6Records: ['v6_inbox', 'count(*)'],
};

export type Accepted = Record<string, number>;

/** The number of accepted things, for the tables that the database has. */
export async function acceptedIn(path: string): Promise<Accepted> {
  const connection = await openForReading(path);
  try {
    const tables = connection.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    const names = new Set((tables as { name: string }[]).map(({ name }) => name));
    return Object.fromEntries(
      Object.entries(COUNTED).flatMap(([key, [table, what]]) => {
        if (!names.has(table)) return [];
        const row = connection.prepare(`SELECT ${what} AS n FROM ${table}`).get() as { n: number | null };
        return [[key, row.n ?? 0]];
      }),
    );
  } finally {
    connection.close();
  }
}

/** The same of PostgreSQL. */
export async function acceptedOn(client: ClientBase): Promise<Accepted> {
  const accepted: Accepted = {};
  for (const [key, [table, what]] of Object.entries(COUNTED)) {
    const there = await client.query<{ yes: boolean }>('SELECT to_regclass($1) IS NOT NULL AS yes', [table]);
    if (there.rows[0]?.yes !== true) continue;
    const { rows } = await client.query<{ n: string | number | null }>(`SELECT ${what} AS n FROM ${table}`);
    accepted[key] = Number(rows[0]?.n ?? 0);
  }
  return accepted;
}

/** True if nothing was accepted between the two. */
export const isSame = (before: Accepted, after: Accepted): boolean =>
  Object.entries(before).every(([key, count]) => after[key] === undefined || after[key] === count);
