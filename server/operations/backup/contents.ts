/** What a copy of the database holds: who it is, how far it goes, and how much there is. Of any version: a backup comes before an upgrade. */
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
      incarnation: meta('incarnation'),
      databaseVersion: versionOf(connection),
      counts,
    };
  } finally {
    connection.close();
  }
}
