/** Reads the whole log, and proves it by the digests that were written with it: SQLite itself does not notice another byte in a value. */
import { digestAfter, firstDigest, sameDigest, type Mark } from '#shared/proof/digest';
import { hash } from './chains';
import { changesOf, runsFrom } from './log/runs';
import type { Sql } from './sql';

/** Changes between `from` and `to` of a client in a document, one of which is not what was written there. */
export interface SpoiltPart {
  document: string;
  client: number;
  from: number;
  to: number;
}

const HEADS = `SELECT documents.name AS document, documents.id AS id, client FROM heads
  JOIN documents ON documents.id = heads.document ORDER BY documents.id, client`;
const MARKS =
  'SELECT client, clock, digest FROM chain_marks WHERE document = ? AND client = ? ORDER BY clock';

/** Part by part, so that others have their turn. */
export async function spoiltParts(sql: Sql): Promise<SpoiltPart[]> {
  const found: SpoiltPart[] = [];
  for (const { document, id, client } of sql.all<{ document: string; id: number; client: number }>(HEADS)) {
    let at: Mark = { client, clock: 0, digest: firstDigest(document, client, hash) };
    for (const mark of sql.all<Mark>(MARKS, id, client)) {
      if (!isProven(sql, document, at, mark))
        found.push({ document, client, from: at.clock, to: mark.clock });
      at = mark;
    }
    await new Promise(setImmediate);
  }
  return found;
}

const STEP = 8;

function isProven(sql: Sql, document: string, { client, clock, digest }: Mark, to: Mark): boolean {
  let now = { clock, digest };
  while (now.clock < to.clock) {
    const changes = runsFrom(sql, document, client, now.clock, STEP)
      .flatMap((run) => changesOf(run, Math.max(0, now.clock - run.clock)))
      .slice(0, to.clock - now.clock)
      .map(({ change }) => change);
    if (changes.length === 0) return false;
    now = { clock: now.clock + changes.length, digest: digestAfter(now.digest, changes, hash) };
  }
  return sameDigest(now.digest, to.digest);
}
