/** The record of what staff did, in SQLite. */
import type { AuditBook, AuditEntry } from '../registry-port';
import type { Database } from '../sqlite/database';

interface AuditRow {
  at: string;
  user_id: string;
  action: string;
  subject: string;
  details: string | null;
}

export function sqliteAudit(database: Database): AuditBook {
  return {
    write: ({ at, userId, action, subject, details }) =>
      database.write((sql) => {
        const text = 'INSERT INTO audit (at, user_id, action, subject, details) VALUES (?, ?, ?, ?, ?)';
        sql.run(text, at, userId, action, subject, details ? JSON.stringify(details) : null);
      }),
    latest: async (limit) =>
      database.read((sql) =>
        sql
          .all<AuditRow>(
            'SELECT at, user_id, action, subject, details FROM audit ORDER BY id DESC LIMIT ?',
            limit,
          )
          .map(toEntry),
      ),
  };
}

const toEntry = ({ at, user_id, action, subject, details }: AuditRow): AuditEntry => ({
  at,
  userId: user_id,
  action,
  subject,
  // written by us, from an AuditEntry
  ...(details !== null && { details: JSON.parse(details) as NonNullable<AuditEntry['details']> }),
});
