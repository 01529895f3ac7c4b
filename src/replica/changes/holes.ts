/**
 * Holes: structs that this app cannot read as changes. They keep their places, so that later structs are reached. They also
 * keep their bytes, since central never sends them again: after an update the app reads the values that it knows by then (rule
 * C7).
 */
import { checkChange } from '#shared/change/check';
import { readUpdate } from '#shared/change/codec/read';
import type { PositionedChange } from '#shared/change/codec/struct';
import { encodeUpdate } from '#shared/change/codec/write';
import type { ReplicaDatabase } from '../database';
import type { HoleRecord } from '../records';
import { applyRemote } from './apply-remote';

/** The code of the problem for holes in a document. */
const CODE = 'newer-value';
/** The version of the app that last tried to read them. */
const KEY = 'holesReadBy';

const keyOf = ({ document, client, clock }: HoleRecord): [string, number, number] => [
  document,
  client,
  clock,
];

/** Writes holes down, and reports them once for each document. */
export async function noteHoles(
  db: ReplicaDatabase,
  holes: readonly HoleRecord[],
  at: number,
): Promise<void> {
  const [first] = holes;
  if (!first) return;
  await db.transaction('rw', [db.holes, db.problems], async () => {
    await db.holes.bulkPut([...holes]);
    if ((await problemsOf(db, first.document).count()) > 0) return;
    await db.problems.add({
      code: CODE,
      message: 'Something here can only be read by a newer version of the app.',
      document: first.document,
      at,
    });
  });
}

const problemsOf = (db: ReplicaDatabase, document: string) =>
  db.problems.filter((problem) => problem.document === document && problem.code === CODE);

/**
 * Once for each version of the app: holes that it can read now become changes. Holes without bytes, which an older app left,
 * are forgotten, so that central is asked for them again.
 */
export async function readHolesAgain(db: ReplicaDatabase, version: string, now: number): Promise<void> {
  if ((await db.settings.get(KEY))?.value === version) return;
  const holes = await db.holes.toArray();
  for (const document of new Set(holes.map((hole) => hole.document)))
    await readDocument(
      db,
      document,
      holes.filter((hole) => hole.document === document),
      now,
    );
  await db.settings.put({ key: KEY, value: version });
}

async function readDocument(
  db: ReplicaDatabase,
  document: string,
  holes: readonly HoleRecord[],
  now: number,
): Promise<void> {
  const readable = holes.flatMap((hole) => placedOf(hole).map((placed) => ({ hole, placed })));
  if (readable.length > 0) {
    await applyRemote(
      db,
      document,
      readable.map(({ placed }) => placed),
      now,
    );
  }
  const gone = [...readable.map(({ hole }) => hole), ...holes.filter(({ body }) => !body)];
  await db.holes.bulkDelete(gone.map(keyOf));
  if (gone.length === holes.length) await problemsOf(db, document).delete();
}

/** The change that the bytes are for this app; none when it cannot read them either. */
function placedOf({ document, client, clock, key, body }: HoleRecord): PositionedChange[] {
  if (key === undefined || !body) return [];
  const read = readUpdate(encodeUpdate([{ client, clock, changeId: key, body }]));
  const struct = read.ok ? read.value[0] : undefined;
  if (struct?.type !== 'change') return [];
  const change = checkChange(struct.value, document, 'copied');
  return change.ok && change.value.id === key ? [{ client, clock, change: change.value }] : [];
}
