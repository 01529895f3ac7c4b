/** Changes that wait to be stored at central, newest last, each under the name that people know it by. */
import { parseKind, type EntityName } from '#shared/domain/entities';
import { oldestWaiting, waitingCount } from '../../replica/changes/waiting';
import { askedMoves } from '../../replica/moves/ask-moves';
import type { ReplicaDatabase } from '../../replica/database';
import type { OutboxEntry, ProblemRecord } from '../../replica/records';
import { centralName } from '../central-data/pieces/central-name';

/** An act of a person, in one word. */
export type Verb = 'create' | 'edit' | 'remove' | 'status' | 'file' | 'move' | 'other';

export interface Named {
  entity: EntityName | '';
  verb: Verb;
  /** an asset's number, a catalogue item's code, … ; '' when it is not known here */
  name: string;
  /** the address at which it can be looked at */
  href?: string;
}

interface WaitingRecord extends Named {
  /** of the change, or of the move that was asked for */
  changeId: string;
  at: number;
  state: OutboxEntry['state'];
}

export interface Waiting {
  count: number;
  records: WaitingRecord[];
}

/** More than anyone reads; the rest is a number. */
const shown = 50;

export async function waitingOf(db: ReplicaDatabase): Promise<Waiting> {
  const [count, entries, moves] = await Promise.all([
    waitingCount(db),
    oldestWaiting(db, shown),
    askedMoves(db),
  ]);
  const records = await Promise.all(
    entries.map(async (entry) => ({
      changeId: entry.changeId,
      at: entry.at,
      state: entry.state,
      ...(await nameOf(db, entry)),
    })),
  );
  const moving = await Promise.all(
    moves.slice(0, shown).map(async ({ id, assetId, at }) => ({
      ...{ changeId: id, at, state: 'saved' as const },
      ...(await asset(db, assetId, 'move')),
    })),
  );
  return { count, records: [...records, ...moving] };
}

export interface NamedProblem extends ProblemRecord {
  named?: Named;
}

export async function problemsOf(db: ReplicaDatabase): Promise<NamedProblem[]> {
  const problems = await db.problems.reverse().limit(shown).toArray();
  return Promise.all(
    problems.map(async (problem) => {
      const { entity, entityId, change } = problem;
      if (!entity || entityId === undefined) return problem;
      // without a change it is a move that was asked for
      const kind = change?.kind ?? 'asset.move';
      return { ...problem, named: await nameOf(db, { entity, entityId, kind }) };
    }),
  );
}

async function nameOf(
  db: ReplicaDatabase,
  { entity, entityId, kind }: Pick<OutboxEntry, 'entity' | 'entityId' | 'kind'>,
): Promise<Named> {
  const verb = verbOf(kind);
  if (entity === 'asset') return asset(db, entityId, verb);
  if (entity === 'assetLog') return asset(db, (await db.assetLogs.get(entityId))?.assetId ?? '', 'status');
  if (entity === 'file') return asset(db, (await db.files.get(entityId))?.ownerId ?? '', 'file');
  return { entity, verb, name: await centralName(db, entity, entityId) };
}

async function asset(db: ReplicaDatabase, id: string, verb: Verb): Promise<Named> {
  const row = await db.assets.get(id);
  return { entity: 'asset', verb, name: row?.assetNumber ?? '', ...(row && { href: `/assets/${row.id}` }) };
}

function verbOf(kind: string): Verb {
  const verb = parseKind(kind)?.verb;
  if (verb === 'move') return 'move';
  return verb === 'create' || verb === 'edit' || verb === 'remove' ? verb : 'other';
}
