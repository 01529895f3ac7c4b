/** Turns drafts into changes: gives each an id, a time, a number and the values its author saw (rules C2, H5). */
import type { Change, Draft } from './change';
import { writesOf, type Write } from './fold';
import { stampOver, type Clock } from './hlc';

export interface Author {
  deviceId: string;
  userId: string;
  /** the number of the last change this device made */
  n: number;
  clock: Clock;
}

/** The author's view of an entity, as far as it says which values a change is written over. */
export interface SeenFold {
  last: Pick<Change, 'hlc'>;
  fields: ReadonlyMap<string, { winner: Pick<Write, 'hlc'>; open: readonly Pick<Write, 'hlc'>[] }>;
}

interface StampContext {
  /** central's time as last known, milliseconds */
  now: number;
  newId: () => string;
  /** the fold of an entity as the author saw it */
  foldOf: (entityId: string) => SeenFold | undefined;
}

/** Stamps drafts in order; returns the changes and the author as they stand afterwards. */
export function stamp(
  drafts: readonly Draft[],
  author: Author,
  context: StampContext,
): { changes: Change[]; author: Author } {
  const changes: Change[] = [];
  let current = author;
  for (const draft of drafts) {
    const base = baseOf(draft, context.foldOf(draft.entityId));
    const { hlc, clock } = stampOver(
      current.clock,
      context.now,
      current.deviceId,
      Object.values(base).flat(),
    );
    current = { ...current, clock, n: current.n + 1 };
    changes.push(toChange(draft, base, hlc, current, context.newId()));
  }
  return { changes, author: current };
}

function toChange(
  draft: Draft,
  base: Record<string, string[]>,
  hlc: string,
  author: Author,
  id: string,
): Change {
  const { kind, entityId, patch } = draft;
  const { userId, deviceId, n } = author;
  return {
    id,
    hlc,
    userId,
    deviceId,
    n,
    kind,
    entityId,
    patch,
    ...(Object.keys(base).length > 0 && { base }),
  };
}

/** The hlcs of the values that stood in the fields a draft writes; with the open conflicts, where it settles them. */
function baseOf(draft: Draft, fold: SeenFold | undefined): Record<string, string[]> {
  const base: Record<string, string[]> = {};
  if (!fold) return base;
  for (const [field] of writesOf({ ...draft, hlc: fold.last.hlc })) {
    const known = fold.fields.get(field);
    if (!known) continue;
    const settled = draft.settles?.includes(field) ? known.open.map((write) => write.hlc) : [];
    base[field] = [...settled, known.winner.hlc];
  }
  return base;
}
