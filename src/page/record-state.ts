/** The states of records on their way to central, by the outbox: central has not confirmed a record that has an entry there. */
import { waitingEntries } from '../replica/changes/waiting';
import { askedMoves } from '../replica/moves/ask-moves';
import type { ReplicaDatabase } from '../replica/database';
import type { OutboxEntry, ProblemRecord } from '../replica/records';

export type RecordState = 'saved' | 'sent' | 'stored' | 'refused';

/** Records that are not at central, by id; an id that is not in it is stored there. */
export type RecordStates = ReadonlyMap<string, Exclude<RecordState, 'stored'>>;

/** The words for each state. */
export const stateWords = {
  saved: 'sync.recordSaved',
  sent: 'sync.recordSent',
  stored: 'sync.recordStored',
  refused: 'sync.recordRefused',
} as const;

const urgency = { stored: 0, sent: 1, saved: 2, refused: 3 };

export const stateOf = (states: RecordStates | undefined, id: string): RecordState =>
  states?.get(id) ?? 'stored';

type Waiting = Pick<OutboxEntry, 'entityId' | 'state'>;

/**
 * The state of each record that is not at central. A waiting change of a log counts for its asset too; of several changes the
 * one that is least far speaks for the record.
 */
export function recordStates(
  outbox: readonly Waiting[],
  refused: readonly Pick<ProblemRecord, 'entityId'>[],
  assetOfLog: ReadonlyMap<string, string>,
): RecordStates {
  const states = new Map<string, Exclude<RecordState, 'stored'>>();
  const note = (id: string | undefined, state: Exclude<RecordState, 'stored'>): void => {
    if (id !== undefined && urgency[state] > urgency[states.get(id) ?? 'stored']) states.set(id, state);
  };
  for (const { entityId } of refused) note(entityId, 'refused');
  for (const { entityId, state } of outbox) note(entityId, state);
  for (const [logId, assetId] of assetOfLog) {
    const state = states.get(logId);
    if (state) note(assetId, state);
  }
  return states;
}

/** A move that was asked for waits as a change of the asset does. */
const moveEntry = (entityId: string) => ({ entity: 'asset', entityId, state: 'saved' }) as const;

/** The states of all records that are not at central. For `live(...)`. */
export async function readRecordStates(db: ReplicaDatabase): Promise<RecordStates> {
  const [entries, problems, moves] = await Promise.all([
    waitingEntries(db),
    db.problems.toArray(),
    askedMoves(db),
  ]);
  const outbox = [...entries, ...moves.map(({ assetId }) => moveEntry(assetId))];
  const refused = problems.filter((problem) => problem.change !== undefined);
  const logIds = [...outbox, ...refused].flatMap(({ entity, entityId }) =>
    entity === 'assetLog' && entityId !== undefined ? [entityId] : [],
  );
  const logs = await db.assetLogs.bulkGet(logIds);
  const assetOfLog = new Map(logs.flatMap((log) => (log ? [[log.id, log.assetId] as const] : [])));
  return recordStates(outbox, refused, assetOfLog);
}
