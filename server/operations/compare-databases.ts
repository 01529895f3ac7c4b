/** Compares a restored database with the one it was taken from: the changes one by one, and the rows where nothing newer came. */
import { createHash } from 'node:crypto';
import { entityNames } from '#shared/domain/entities';
import { equalJson, type Json } from '#shared/json';
import type { CentralDatabase } from '../database/port/central-database';
import type { ChangeReader } from '../database/port/changes';

export interface Compared {
  /** in the restored one */
  changes: number;
  /** of all changes of the restored one, in their order */
  digest: string;
  /** true: the running one holds the same changes up to there */
  isPrefix: boolean;
  /** changes that came after the backup */
  newer: number;
  counts: Record<string, number>;
  /** entities of which the two have other rows; looked for only where no newer change can explain it */
  differences: { entity: string; restored: number; running: number }[];
}

const PAGE = 2000;

export async function compare(restored: CentralDatabase, running: CentralDatabase): Promise<Compared> {
  const last = await restored.changes.lastSeq();
  const mine = await digestTo(restored.changes, last);
  const theirs = await digestTo(running.changes, last);
  const newer = (await running.changes.lastSeq()) - last;
  const isPrefix = mine.digest === theirs.digest;
  return {
    changes: mine.count,
    digest: mine.digest,
    isPrefix,
    newer,
    ...(await rowsOf(restored, running, newer)),
  };
}

/** Hashes the changes up to `last`: the position of each, and its bytes. */
async function digestTo(changes: ChangeReader, last: number): Promise<{ digest: string; count: number }> {
  const hash = createHash('sha256');
  let count = 0;
  let seq = 0;
  while (seq < last) {
    const page = (await changes.after(seq, PAGE)).filter((each) => each.seq <= last);
    const end = page.at(-1);
    if (!end) break;
    for (const { document, client, clock, body } of page)
      hash.update(`${document} ${client} ${clock}\n`).update(body);
    count += page.length;
    seq = end.seq;
  }
  return { digest: hash.digest('hex'), count };
}

async function rowsOf(
  restored: CentralDatabase,
  running: CentralDatabase,
  newer: number,
): Promise<Pick<Compared, 'counts' | 'differences'>> {
  const counts: Record<string, number> = {};
  const differences: Compared['differences'] = [];
  for (const entity of entityNames) {
    const mine = await restored.rows.all(entity);
    counts[entity] = mine.length;
    if (newer !== 0) continue;
    const theirs = await running.rows.all(entity);
    if (!equalJson(byId(mine), byId(theirs)))
      differences.push({ entity, restored: mine.length, running: theirs.length });
  }
  return { counts, differences };
}

/** Neither the order of rows counts nor that of their fields, which follows from which changes were folded at once. */
const byId = (rows: readonly { id: string }[]): Json =>
  [...rows].sort((one, other) => (one.id < other.id ? -1 : 1)) as unknown as Json;
