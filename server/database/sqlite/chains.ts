/** The digests of the SQLite database: one mark a client and commit, written by the code that inserts changes (rule P2). */
import { hash as oneShot } from 'node:crypto';
import type { Run } from '#shared/change/runs';
import { digestAfter, firstDigest, type Mark } from '#shared/proof/digest';
import type { Change } from '#shared/change/change';
import type { StoredChange } from '../port/changes';
import { readPage } from './change-reader';
import type { Sql } from './sql';
import { readBody } from './stored-json';

export const hash = (bytes: Uint8Array): Uint8Array => oneShot('sha256', bytes, 'buffer');

const HEADS = `SELECT heads.client AS client, next AS clock, digest FROM heads
  JOIN chain_marks ON chain_marks.document = heads.document AND chain_marks.client = heads.client AND clock = next
  WHERE heads.document = (SELECT id FROM documents WHERE name = ?)`;

const BEFORE = `SELECT client, clock, digest FROM chain_marks
  WHERE document = (SELECT id FROM documents WHERE name = ?) AND client = ? AND clock <= ? ORDER BY clock DESC LIMIT 1`;

const PUT = 'INSERT OR REPLACE INTO chain_marks VALUES (?, ?, ?, ?)';

export const headMarks = (sql: Sql, document: string): Map<number, Mark> =>
  new Map(sql.all<Mark>(HEADS, document).map((mark) => [mark.client, mark]));

export const markBefore = (sql: Sql, document: string, client: number, clock: number): Mark | undefined =>
  sql.get<Mark>(BEFORE, document, client, clock);

/** The mark after a run that was inserted; undefined where the chain does not reach to its beginning. */
export function markAfter(
  document: string,
  before: Mark | undefined,
  run: Run<Pick<StoredChange, 'client' | 'clock' | 'change'>>,
): Mark | undefined {
  const [{ client, clock }] = run;
  const from = before ?? { client, clock: 0, digest: firstDigest(document, client, hash) };
  if (from.clock !== clock) return undefined;
  const changes = run.map(({ change }) => change);
  return { client, clock: clock + run.length, digest: digestAfter(from.digest, changes, hash) };
}

/** `document`: its number. */
export const putMark = (sql: Sql, document: number, { client, clock, digest }: Mark): void =>
  sql.run(PUT, document, client, clock, digest);

/** The number of changes between two marks where older ones are filled in. */
const STRIDE = 256;

const BEHIND = `SELECT documents.id AS id, name AS document, client, next FROM heads JOIN documents ON documents.id = heads.document
  WHERE NOT EXISTS (SELECT 1 FROM chain_marks
    WHERE chain_marks.document = heads.document AND chain_marks.client = heads.client AND clock = next)`;

interface Head {
  id: number;
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
function fillInChain(sql: Sql, { id, document, client, next }: Head): void {
  let mark: Mark | undefined = { client, clock: 0, digest: firstDigest(document, client, hash) };
  while (mark && mark.clock < next) {
    mark = follow(sql, document, mark, Math.min(STRIDE, next - mark.clock));
    if (mark) putMark(sql, id, mark);
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
