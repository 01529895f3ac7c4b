/** The contents of a copy of the database: its identity, its end, and its size. Of any version: a backup comes before an upgrade. */
import { openForReading } from '../../database/sqlite/connection';
import { versionOf } from '../../database/sqlite/migrations';
import { acceptedIn } from './accepted';

export interface Contents {
  centralId: string;
  /** of the last change */
  sequence: number;
  incarnation: string | undefined;
  databaseVersion: number;
  counts: Record<string, number>;
}

export async function contentsOf(path: string): Promise<Contents> {
  const counts = await acceptedIn(path);
  const connection = await openForReading(path);
  try {
    const meta = (key: string): string | undefined => {
      const row = connection.prepare('SELECT value FROM meta WHERE key = ?').get(key);
      return (row as { value: string } | undefined)?.value;
    };
    return {
      centralId: meta('central_id') ?? '',
      sequence: counts['sequence'] ?? 0,
      incarnation: lastStart(connection),
      databaseVersion: versionOf(connection),
      counts,
    };
  } finally {
    connection.close();
  }
}

/** The start of the server that wrote last (rule R1); none in a database of a version that knew no starts. */
function lastStart(connection: Awaited<ReturnType<typeof openForReading>>): string | undefined {
  const isKnown = connection.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'starts'`).get();
  if (isKnown === undefined) return undefined;
  const row = connection.prepare('SELECT start FROM starts ORDER BY position DESC LIMIT 1').get();
  return row === undefined ? undefined : String((row as { start: number }).start);
}
