/**
 * A backup that was restored for PostgreSQL lies in SQLite until it is moved there. Until then DATABASE_URL may still name the former
 * database, on which no server may go on beside the restored files.
 */
import { existsSync } from 'node:fs';
import { openConnection, openForReading } from '../sqlite/connection';
import { MOVED_TO } from './marks';

/** In `meta`. */
const KEY = 'move_to_come';

/** `path`: a database that was unpacked. `at`: instant. */
export async function noteMoveToCome(path: string, at: string): Promise<void> {
  const connection = await openConnection(path);
  try {
    connection.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(KEY, at);
  } finally {
    connection.close();
  }
}

/** When it was restored; undefined: there is none, or it was moved since. */
export async function moveToCome(path: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  try {
    const connection = await openForReading(path);
    try {
      const read = connection.prepare('SELECT value FROM meta WHERE key = ?');
      const [at, moved] = [KEY, MOVED_TO].map(
        (key) => (read.get(key) as { value: string } | undefined)?.value,
      );
      return at !== undefined && !moved ? at : undefined;
    } finally {
      connection.close();
    }
  } catch {
    // some other file
    return undefined;
  }
}
