/** Flags what is inconsistent in changes that were accepted all the same: by the shared rules, and by what a change says of itself. */
import type { Change } from '#shared/change/change';
import { hlcTime, isAhead } from '#shared/change/hlc';
import { fieldSchema, parseKind, type AnyRow, type EntityName, type RowOf } from '#shared/domain/entities';
import { issuesOf } from '#shared/domain/rules/issues';
import type { RowReader as RuleRows } from '#shared/domain/rules/rows';
import type { Asset } from '#shared/domain/asset';
import type { Issue } from '#shared/result';
import { labelIssues } from './label-flags';
import { refKey, type EntityRef } from '#shared/change/entity-ref';
import type { FiledChange } from '../database/port/changes';
import type { Problem, RowWriter } from '../database/port/rows';
import type { Folded } from './folded';

/** Puts the problems of these entities as they are now; answers the entities that the issues name as the other party. */
export async function flagEntities(
  rows: RowWriter,
  refs: readonly EntityRef[],
  folded: readonly Folded[],
  filed: ReadonlyMap<string, readonly FiledChange[]>,
): Promise<EntityRef[]> {
  const byKey = new Map(folded.map((entry) => [refKey(entry.ref), entry]));
  const problems: Problem[] = [];
  for (const ref of refs) {
    problems.push(...(await problemsOf(rows, ref, byKey.get(refKey(ref)), filed.get(refKey(ref)) ?? [])));
  }
  await rows.putProblems(refs, problems);
  return problems.flatMap(({ entity, data }) =>
    typeof data?.['otherId'] === 'string' ? [{ entity, id: data['otherId'] }] : [],
  );
}

async function problemsOf(
  rows: RowWriter,
  ref: EntityRef,
  folded: Folded | undefined,
  filed: readonly FiledChange[],
): Promise<Problem[]> {
  const said = filed.flatMap((one) =>
    changeIssues(one, folded).map((issue) => toProblem(ref, folded, one, issue)),
  );
  if (!folded?.row) return said;
  const { entity, row, fold } = folded;
  const byId = new Map(filed.map((one) => [one.change.id, one]));
  const last = byId.get(fold.last.id);
  const first = byId.get(fold.first.id);
  if (!last || !first) return said;
  const issues = [
    ...(await rowIssues(entity, row, rows, Date.parse(first.receivedAt))),
    ...(entity === 'asset' ? await labelIssues(rows, row as Asset) : []),
  ];
  const blamed = (issue: Issue) =>
    byId.get(fold.fields.get(issue.field ?? '')?.winner.changeId ?? '') ?? last;
  return [...said, ...issues.map((issue) => toProblem(ref, folded, blamed(issue), issue))];
}

/** A row of `entity` is always the row that its fold made. */
const rowIssues = <E extends EntityName>(
  entity: E,
  row: AnyRow,
  rows: RuleRows,
  now: number,
): Promise<Issue[]> => issuesOf(entity, row as RowOf<E>, rows, now);

function changeIssues({ change, receivedAt }: FiledChange, folded: Folded | undefined): Issue[] {
  const known = parseKind(change.kind);
  const isSurplus = folded?.fold.surplus.some(({ id }) => id === change.id) ?? false;
  return [
    ...(known ? unknownFields(known.entity, change) : [{ code: 'unknown-kind' } as const]),
    ...(isAhead(change.hlc, Date.parse(receivedAt)) && ownClockStands(change, folded)
      ? [{ code: 'clock-ahead' } as const]
      : []),
    ...(isSurplus ? [{ code: 'second-entry' } as const] : []),
  ];
}

/**
 * Whether a time from the future still matters: it was not taken only to come after another one (rule H5), nothing was written over it
 * since, and a log of it was not voided. So whoever saves the field again, or voids the log, ends the problem.
 */
function ownClockStands(change: Change, folded: Folded | undefined): boolean {
  const seen = Object.values(change.base ?? {}).flat();
  if (seen.some((hlc) => hlcTime(hlc) >= hlcTime(change.hlc) - 1)) return false;
  if (!folded) return true;
  if (folded.row && 'voidedAt' in folded.row && folded.row.voidedAt !== undefined) return false;
  return [...folded.fold.fields.values()].some(({ winner }) => winner.changeId === change.id);
}

const unknownFields = (entity: EntityName, { patch }: Change): Issue[] =>
  Object.keys(patch)
    .filter((field) => !fieldSchema(entity, field))
    .map((field) => ({ code: 'unknown-field', field }));

function toProblem(
  ref: EntityRef,
  folded: Folded | undefined,
  { change, document, receivedAt }: FiledChange,
  issue: Issue,
): Problem {
  const storeId = folded?.storeId;
  const assetId = assetOf(ref, folded?.row);
  return {
    ...issue,
    entity: ref.entity,
    entityId: ref.id,
    changeId: change.id,
    document,
    since: receivedAt,
    ...(storeId !== undefined && { storeId }),
    ...(assetId !== undefined && { assetId }),
  };
}

function assetOf({ entity, id }: EntityRef, row: AnyRow | undefined): string | undefined {
  if (entity === 'asset') return id;
  if (row && 'assetId' in row) return row.assetId;
  return row && 'ownerTable' in row && row.ownerTable === 'asset' ? row.ownerId : undefined;
}
