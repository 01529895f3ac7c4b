/** The replica as the app uses it: the database, and the one way to write to it. */
import Dexie from 'dexie';
import type { Change } from '#shared/change/change';
import type { Command } from '#shared/commands/command';
import type { RowReader } from '#shared/domain/rules/rows';
import { refused, type Result } from '#shared/result';
import type * as Writing from './changes/commit';
import type { Environment } from './changes/commit';
import { ClockWatch } from './identity/clock-offset';
import { ReplicaDatabase } from './database';
import type { AuthorRecord } from './records';
import { newId } from './new-id';

export interface Replica {
  db: ReplicaDatabase;
  /** Saves a person's action in one transaction; works offline and in any tab. */
  commit<Input>(command: Command<Input>, input: Input): Promise<Result<Change[]>>;
  /** For thousands of records: the command is judged over rows that were read before, and the transaction only writes. */
  commitOver<Input>(rows: RowReader, command: Command<Input>, input: Input): Promise<Result<Change[]>>;
  /** Central's time as last known, milliseconds. */
  now(): Promise<number>;
}

let loaded: typeof Writing | undefined;

/**
 * The first page only reads. The code for writing, the shapes of all records above all, is as large as the rest. It is fetched
 * when the page stands, or at the latest for the first action. A transaction that is open meanwhile is kept open.
 */
export async function loadWriting(): Promise<typeof Writing> {
  const loading = import('./changes/commit');
  loaded = await (Dexie.currentTransaction ? Dexie.waitFor(loading) : loading);
  return loaded;
}

const browser: Environment = {
  now: () => Date.now(),
  newId: () => newId(),
  tell: (fault) => reportError(fault),
  clock: new ClockWatch(() => performance.now()),
};

/** A clock that was set is noticed while a page looks, not only at the next commit. */
async function keptOffset(
  db: ReplicaDatabase,
  author: AuthorRecord,
  { now, clock }: Environment,
): Promise<number> {
  if (!clock) return author.offsetMs;
  const { wall, offsetMs, unsure } = clock.look(author, now());
  // a value that another context wrote since then stays
  await db.author.toCollection().modify((kept) => {
    if (kept.wall === author.wall) Object.assign(kept, { wall, offsetMs }, unsure && { unsure });
  });
  return offsetMs;
}

export function openReplica(db = new ReplicaDatabase(), environment: Environment = browser): Replica {
  const tell = (fault: unknown): undefined => {
    if (!environment.tell) throw fault;
    environment.tell(fault);
  };
  return {
    db,
    commit: async (command, input) => {
      const writing = loaded ?? (await loadWriting().catch(tell));
      return writing?.commit(db, command, input, environment) ?? refused({ code: 'not-saved' });
    },
    commitOver: async (rows, command, input) => {
      const writing = loaded ?? (await loadWriting().catch(tell));
      return writing?.commitOver(db, rows, command, input, environment) ?? refused({ code: 'not-saved' });
    },
    now: async () => {
      const author = await db.author.get('me');
      return environment.now() + (author ? await keptOffset(db, author, environment) : 0);
    },
  };
}
