/** The digests of the SQLite database: one mark a client and commit, written by the code that inserts changes (rule P2). */
import { createHash } from 'node:crypto';
import { digestAfter, firstDigest, type Mark } from '#shared/proof/digest';
import type { Change } from '#shared/change/change';
import type { StoredChange } from '../port/changes';
import { readPage } from './change-reader';
import type { Sql } from './sql';
import { readBody } from './stored-json';

export const hash = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

const HEADS = `SELECT heads.client AS client, next AS clock, digest FROM heads
  JOIN chain_marks ON chain_marks.document = heads.document AND chain_marks.client = heads.client AND clock = next
  WHERE heads.document = (SELECT id FROM documents WHERE name = ?)`;

const BEFORE = `SELECT client, clock, digest FROM chain_marks
  WHERE document = (SELECT id FROM documents WHERE name = ?) AND client = ? AND clock <= ? ORDER BY clock DESC LIMIT 1`;

const PUT = 'INSERT OR REPLACE INTO chain_marks SELECT id, ?, ?, ? FROM documents WHERE name = ?';

export const headMarks = (sql: Sql, document: string): Map<number, Mark> =>
  new Map(sql.all<Mark>(HEADS, document).map((mark) => [mark.client, mark]));

export const marksOfHeads = (sql: Sql, document: string, clients: readonly number[]): Mark[] =>
  sql.all<Mark>(
    `${HEADS} AND heads.client IN (SELECT value FROM json_each(?))`,
    document,
    JSON.stringify(clients),
  );

export const markBefore = (sql: Sql, document: string, client: number, clock: number): Mark | undefined =>
  sql.get<Mark>(BEFORE, document, client, clock);

/** Follows the chains over changes that were inserted, in the order of clocks. */
export function extendChains(sql: Sql, changes: readonly StoredChange[]): void {
  const runs = new Map<string, StoredChange[]>();
  for (const stored of changes) {
    const key = `${stored.client}/${stored.document}`;
    const run = runs.get(key);
    if (run) run.push(stored);
    else runs.set(key, [stored]);
  }
  for (const run of runs.values()) extendChain(sql, run);
}

function extendChain(sql: Sql, run: readonly StoredChange[]): void {
  const [first] = run;
  if (!first) return;
  const { document, client, clock } = first;
  const before = markBefore(sql, document, client, clock);
  const from = before ?? { client, clock: 0, digest: firstDigest(document, client, hash) };
  // past a change that has no digest nothing can be proven
  if (from.clock !== clock) return;
  const changes = run.map(({ change }) => change);
  putMark(sql, document, {
    client,
    clock: clock + run.length,
    digest: digestAfter(from.digest, changes, hash),
  });
}

const putMark = (sql: Sql, document: string, { client, clock, digest }: Mark): void =>
  sql.run(PUT, client, clock, digest, document);

/** The number of changes between two marks where older ones are filled in. */
const STRIDE = 256;

const BEHIND = `SELECT name AS document, client, next FROM heads JOIN documents ON documents.id = heads.document
  WHERE NOT EXISTS (SELECT 1 FROM chain_marks
    WHERE chain_marks.document = heads.document AND chain_marks.client = heads.client AND clock = next)`;

interface Head {
  document: string;
  client: number;
  next: number;
}

/** Gives digests to changes that an earlier version of this program stored. Does nothing where all have theirs. */
export function fillInChains(sql: Sql): void {
  const behind = sql.all<Head>(BEHIND);
  if (behind.length === 0) return;
  sql.run('BEGIN IMMEDIATE');
  for (const head of behind) fillInChain(sql, head);
  sql.run('COMMIT');
}

/**
 * A change that is missing or cannot be read ends the chain there: the changes after it are not proven, and the server starts all the same.
 */
function fillInChain(sql: Sql, { document, client, next }: Head): void {
  let mark: Mark | undefined = { client, clock: 0, digest: firstDigest(document, client, hash) };
  while (mark && mark.clock < next) {
    mark = follow(sql, document, mark, Math.min(STRIDE, next - mark.clock));
    if (mark) putMark(sql, document, mark);
  }
}

function follow(sql: Sql, document: string, mark: Mark, count: number): Mark | undefined {
  const { client, clock, digest } = mark;
  const rows = readPage(sql, document, client, clock, count);
  if (rows.length < count) return undefined;
  try {
    const changes = rows.map(({ body }): Change => readBody(body));
    return { client, clock: clock + count, digest: digestAfter(digest, changes, hash) };
  } catch {
    return undefined;
  }
}
