/** Flags inconsistencies in changes that were accepted all the same: by the shared rules, and by each change alone. */
import type { Change } from '#shared/change/change';
import { writesOf } from '#shared/change/fold';
import { hlcTime, isAhead } from '#shared/change/hlc';
import { isRevocation } from '#shared/change/revocation';
import { isWord } from '#shared/change/standing';
import {
  fieldSchema,
  isEntityName,
  parseKind,
  type AnyRow,
  type EntityName,
  type RowOf,
} from '#shared/domain/entities';
import { issuesOf } from '#shared/domain/rules/issues';
import type { Issue } from '#shared/result';
import type { EntityRef } from '#shared/change/entity-ref';
import type { LoggedChange } from '../database/port/changes';
import type { FoundProblem, KnownEntity, RowsTx } from '../database/port/rows-tx';
import type { Grown } from './grow';
import { keysOfFlag } from './cures';
import { labelIssues } from './label-flags';
import { samePieceIssues } from './same-piece';

/** Puts the problems of these entities as they are now; returns the entities that the issues name as the other party. */
export async function flagGrown(rows: RowsTx, grown: readonly Grown[]): Promise<EntityRef[]> {
  const named: EntityRef[] = [];
  for (const one of grown) {
    const kept = one.before && !one.isRefolded ? stillOf(await rows.problemsOf(one.now.ref), one.now) : [];
    const found = one.news.flatMap((logged) => changeIssues(logged, one));
    const said = firstOfEach([...kept, ...found], one.now);
    const others = await put(rows, one.now, said, one.first, one.before === undefined);
    named.push(...others);
  }
  return named;
}

/** Looks again at an entity that has not changed itself: only the records around it have. */
export async function flagAgain(
  rows: RowsTx,
  known: KnownEntity,
  first: LoggedChange | undefined,
): Promise<void> {
  await put(rows, known, ofChanges(await rows.problemsOf(known.ref)), first, false);
}

const ofChanges = (problems: readonly FoundProblem[]): FoundProblem[] =>
  problems.filter(({ isOfChange }) => isOfChange);

async function put(
  rows: RowsTx,
  known: KnownEntity,
  said: readonly FoundProblem[],
  first: LoggedChange | undefined,
  isNew: boolean,
): Promise<EntityRef[]> {
  const { ref, row, storeId } = known;
  const issues = row && first ? await rowIssues(ref.entity, row, rows, Date.parse(first.receivedAt)) : [];
  if (row && 'assetNumber' in row) {
    const labels = await labelIssues(rows, row);
    issues.push(...(labels.length > 0 ? labels : await samePieceIssues(rows, row)));
  }
  const found = issues.map((issue): FoundProblem => ({
    seq: blamed(known, issue),
    issue,
    isOfChange: false,
  }));
  const keys = row ? issues.flatMap((issue) => keysOfFlag(ref, row, issue)) : [];
  await rows.putProblems({ ref, storeId, assetId: assetOf(ref, row), isNew }, [...said, ...found]);
  if (!isNew || keys.length > 0) await rows.waitFor(ref, [...new Set(keys)], isNew);
  return issues.flatMap(({ data }) =>
    typeof data?.['otherId'] === 'string' ? [{ entity: ref.entity, id: data['otherId'] }] : [],
  );
}

/** The change whose value is at fault; the latest one where the field was never given. */
const blamed = ({ winners, last }: KnownEntity, { field }: Issue): number =>
  (winners && field !== undefined && Object.hasOwn(winners, field) ? winners[field] : undefined) ?? last;

/** A row of an entity is always the row that its fold made. */
const rowIssues = async (entity: string, row: AnyRow, rows: RowsTx, now: number): Promise<Issue[]> =>
  isEntityName(entity) ? issuesOf<EntityName>(entity, row as RowOf<EntityName>, rows, now) : [];

/** Problems that are over once somebody else has written all that such a change wrote, or voided it. */
const ends = new Set(['clock-ahead', 'said-by-another']);

/** The flags of changes that are kept of one fault of an entity, the earliest: a device may say it thousands of times. */
const MOST_ALIKE = 20;

function firstOfEach(problems: readonly FoundProblem[], { lastHlc }: KnownEntity): FoundProblem[] {
  const counts = new Map<string, number>();
  return problems.filter(({ issue: { code, field } }) => {
    if (ends.has(code) && lastHlc !== '') return true;
    const key = `${code} ${field ?? ''}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= MOST_ALIKE;
  });
}

/** Earlier flags of changes still count, but for those that are over. */
const stillOf = (
  problems: readonly FoundProblem[],
  { winners = {}, lastHlc }: KnownEntity,
): FoundProblem[] => {
  // of what this build cannot fold nobody can write anything over
  if (lastHlc === '') return ofChanges(problems);
  const standing = new Set(Object.values(winners));
  return ofChanges(problems).filter(({ seq, issue }) => !ends.has(issue.code) || standing.has(seq));
};

function changeIssues(logged: LoggedChange, { surplus, now }: Grown): FoundProblem[] {
  const { change, receivedAt, seq } = logged;
  const known = parseKind(change.kind);
  const issues: Issue[] = [
    ...(known
      ? unknownFields(known.entity, change)
      : isRevocation(change)
        ? []
        : [{ code: 'unknown-kind' } as const]),
    ...(isAhead(change.hlc, Date.parse(receivedAt)) && ownClockStands(logged, now)
      ? [{ code: 'clock-ahead' } as const]
      : []),
    ...(logged.isSaidByAnother === true && stands(logged, now) ? [{ code: 'said-by-another' } as const] : []),
    ...(surplus.has(change.id) ? [{ code: 'second-entry' } as const] : []),
  ];
  return issues.map((issue) => ({ seq, issue, isOfChange: true }));
}

/**
 * True while a time from the future still matters: it was not taken only to come after another one (rule H5), nothing was written over it
 * since, and a log of it was not voided. The problem ends when a person saves the field again, or voids the log.
 */
function ownClockStands(logged: LoggedChange, known: KnownEntity): boolean {
  const { change } = logged;
  const seen = Object.values(change.base ?? {}).flat();
  return !seen.some((hlc) => hlcTime(hlc) >= hlcTime(change.hlc) - 1) && stands(logged, known);
}

function stands({ change, seq }: LoggedChange, { row, lastHlc, winners }: KnownEntity): boolean {
  if (lastHlc === '') return true;
  if (row && 'voidedAt' in row && row.voidedAt !== undefined) return false;
  return winners ? Object.values(winners).includes(seq) : writesOf(change).length > 0;
}

const unknownFields = (entity: EntityName, { kind, patch }: Change): Issue[] =>
  Object.keys(patch)
    .filter(
      (field) =>
        !fieldSchema(entity, field) && !(field === 'into' && kind === 'asset.merge') && !isWord({ kind }),
    )
    .map((field): Issue => ({ code: 'unknown-field', field }));

function assetOf({ entity, id }: EntityRef, row: AnyRow | undefined): string | undefined {
  if (entity === 'asset') return id;
  if (row && 'assetId' in row) return row.assetId;
  return row && 'ownerTable' in row && row.ownerTable === 'asset' ? row.ownerId : undefined;
}
