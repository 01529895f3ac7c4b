/**
 * The space that files take on this device, and the way to free it. Copies of files that central has go first, those opened
 * longest ago before the others.
 */
import type { ReplicaDatabase } from '../database';
import type { FileCopy } from '../records';

interface FileUsage {
  /** bytes that only this device has */
  waiting: number;
  /** bytes that central has too */
  freeable: number;
  files: number;
}

export async function readFileUsage(db: ReplicaDatabase): Promise<FileUsage> {
  const copies = await db.fileCopies.toArray();
  const sum = (some: FileCopy[]): number => some.reduce((total, { size }) => total + size, 0);
  return {
    waiting: sum(copies.filter(({ state }) => state !== 'central')),
    freeable: sum(copies.filter(({ state }) => state === 'central')),
    files: copies.length,
  };
}

/** Drops copies until `wanted` bytes are free; returns the number of bytes freed. A file that is not at central is never dropped. */
export async function freeUp(db: ReplicaDatabase, wanted = Infinity): Promise<number> {
  return db.transaction('rw', [db.fileCopies, db.fileBytes], async () => {
    const copies = await db.fileCopies.orderBy('openedAt').toArray();
    const gone: FileCopy[] = [];
    let freed = 0;
    for (const copy of copies) {
      if (freed >= wanted) break;
      if (copy.state !== 'central') continue;
      gone.push(copy);
      freed += copy.size;
    }
    const hashes = gone.map(({ sha256 }) => sha256);
    await db.fileCopies.bulkDelete(hashes);
    await db.fileBytes.bulkDelete(hashes);
    return freed;
  });
}
