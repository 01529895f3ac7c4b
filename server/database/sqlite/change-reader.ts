/** Committed changes of the SQLite database. */
import type { StateVector } from '#shared/change/state-vector';
import type { ChangeReader, DocumentSummary, SentChange, SequencedChange } from '../port/changes';
import { lastSeq } from './log/append';
import { withAuthors } from './log/authors';
import { bodiesOf } from './log/run';
import { changeAtPlace, changesAfter, changesAt, runEnding, runsFrom, type RunRow } from './log/runs';
import { isUnreadable } from './log/unreadable';
import { idOfBody, readBody } from './stored-json';
import type { SqliteFile } from './sqlite-file';
import type { Sql } from './sql';

const SUMMARY = 'SELECT name, seq, changes, bytes FROM documents';

const BY_AGE = `SELECT client FROM log WHERE document = (SELECT id FROM documents WHERE name = ?)
  AND client IN (SELECT value FROM json_each(?)) AND clock = 0 ORDER BY last`;

export function readHeads(sql: Sql, documents: readonly string[]): Map<string, Map<number, number>> {
  return new Map(
    documents.map((name) => {
      const heads = sql.all<{ client: number; next: number }>(
        'SELECT client, next FROM heads WHERE document = (SELECT id FROM documents WHERE name = ?)',
        name,
      );
      return [name, new Map(heads.map(({ client, next }) => [client, next]))];
    }),
  );
}

const seqOf = (sql: Sql, document: string, vector: StateVector): number =>
  [...vector].reduce((last, [client, clock]) => {
    const [run] = clock > 0 ? runsFrom(sql, document, client, clock - 1, 1) : [];
    const index = run ? clock - 1 - run.clock : -1;
    return run && index < run.count ? Math.max(last, run.last - run.count + 1 + index) : last;
  }, 0);

/** Runs read at once. */
const STEP = 8;

/** Up to one that was spoilt: a device that got something else in its place would differ from all others for ever. */
function readable(bodies: readonly Uint8Array[]): Pick<SentChange, 'changeId' | 'body'>[] {
  const found: Pick<SentChange, 'changeId' | 'body'>[] = [];
  for (const body of bodies) {
    const change = readBody(body);
    if (isUnreadable(change)) return found;
    found.push({ changeId: change.id, body });
  }
  return found;
}

/** A page of one client's changes, from the runs that hold them. */
export function readPage(
  sql: Sql,
  document: string,
  client: number,
  clock: number,
  limit: number,
): SentChange[] {
  const found: SentChange[] = [];
  for (;;) {
    const at = clock + found.length;
    const before = found.length;
    for (const run of runsFrom(sql, document, client, at, STEP)) {
      const bodies = bodiesOf(run.bodies, run.count).slice(Math.max(0, at - run.clock));
      const read = readable(bodies.slice(0, limit - found.length));
      for (const one of read) found.push({ client, clock: clock + found.length, ...one });
      if (read.length < Math.min(bodies.length, limit)) return found;
    }
    if (found.length === limit || found.length === before) return found;
  }
}

/** By the index alone: only the runs that are wanted are read. */
const OF_DOCUMENT = `SELECT last FROM log INDEXED BY log_place
  WHERE document = (SELECT id FROM documents WHERE name = ?) AND last > ? ORDER BY last LIMIT ?`;

/** Changes of one document in the order of the log. */
function readOfDocument(sql: Sql, document: string, seq: number, limit: number): SequencedChange[] {
  const found: SequencedChange[] = [];
  for (const { last } of sql.all<{ last: number }>(OF_DOCUMENT, document, seq, limit)) {
    const run = runEnding(sql, last);
    if (run) found.push(...sequenced(run).filter((one) => one.seq > seq));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

const sequenced = ({ last, count, client, clock, bodies }: RunRow): SequencedChange[] =>
  bodiesOf(bodies, count).map((body, index) => ({
    seq: last - count + 1 + index,
    client,
    clock: clock + index,
    changeId: idOfBody(body),
    body: body.slice(),
  }));

/** Moves are known in memory (`KnownChanges`). */
export function sqliteChangeReader(database: Pick<SqliteFile, 'read'>): Omit<ChangeReader, 'moved'> {
  // at once, so that whoever asks can tell what this very reading met
  const read = async <T>(query: (sql: Sql) => T): Promise<T> => database.read(query);
  return {
    heads: (documents) => read((sql) => readHeads(sql, documents)),
    page: (document, client, clock, limit) => read((sql) => readPage(sql, document, client, clock, limit)),
    isSpoilt: (document, client, clock) =>
      read((sql) => {
        const found = changeAtPlace(sql, document, client, clock);
        return found !== undefined && isUnreadable(found.change);
      }),
    ofDocument: (document, seq, limit) => read((sql) => readOfDocument(sql, document, seq, limit)),
    byAge: (document, clients) =>
      read((sql) =>
        sql.all<{ client: number }>(BY_AGE, document, JSON.stringify(clients)).map(({ client }) => client),
      ),
    documents: (names) =>
      read((sql) =>
        sql.all<DocumentSummary>(
          `${SUMMARY} WHERE name IN (SELECT value FROM json_each(?)) ORDER BY name`,
          JSON.stringify(names),
        ),
      ),
    documentsOfStores: (storeIds) =>
      read((sql) =>
        sql.all<DocumentSummary>(
          `${SUMMARY} WHERE store_id IN (SELECT value FROM json_each(?)) ORDER BY name`,
          JSON.stringify(storeIds),
        ),
      ),
    after: (seq, limit) => read((sql) => withAuthors(sql, [...changesAfter(sql, seq, limit)])),
    at: (seqs) => read((sql) => withAuthors(sql, changesAt(sql, seqs))),
    seqOf: (document, vector) => read((sql) => seqOf(sql, document, vector)),
    lastSeq: () => read(lastSeq),
    meta: (key) =>
      read((sql) => sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value),
  };
}
