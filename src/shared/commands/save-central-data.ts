/**
 * Creates, edits, retires and brings back central data: only on the central server, and only for staff with the right to.
 * Anything else is refused by name.
 */
import type { Draft } from '../change/change';
import { mayEdit } from '../domain/rights';
import { entities, onlyIdOf, type EntityName, type RowOf } from '../domain/entities';
import { issuesOf } from '../domain/rules/issues';
import { nameIssues } from '../domain/rules/known-by';
import type { RowReader } from '../domain/rules/rows';
import { entryName, isKeyed } from '../domain/keyed-fields';
import { isJsonObject, type JsonObject } from '../json';
import { accepted, hasIssues, refused, type Result } from '../result';
import type { Command, CommandContext } from './command';
import { givenIdIssue } from './given-id';
import { newIssues } from './new-issues';
import { differing, fieldIssues, firstPatch, tidy, withPatch, type Values } from './values';

export type CentralEntity = Exclude<EntityName, 'asset' | 'assetLog' | 'file' | 'round'>;

interface SaveInput {
  entity: CentralEntity;
  /** none: a new one, or the only one */
  id?: string;
  /** of a new one: the id that it has elsewhere */
  givenId?: string;
  values: Values;
  /** fields (or `properties.<key>`) whose open conflict the person settled: they are written even where the value stands already */
  settles?: string[];
}

function notAllowed(
  { mode, rights = [] }: CommandContext,
  entity: CentralEntity,
): Result<Draft[]> | undefined {
  if (mode !== 'central') return refused({ code: 'central-only' });
  return mayEdit(rights, entity) ? undefined : refused({ code: 'no-right' });
}

export const saveCentralData: Command<SaveInput> = async (rows, input, context) => {
  const refusal = notAllowed(context, input.entity);
  if (refusal) return refusal;
  const { entity } = input;
  const id = input.id ?? onlyIdOf(entity);
  const values = tidy(input.values);
  const wrong = fieldIssues(entity, values);
  if (hasIssues(wrong)) return refused(...wrong);
  const before = id === undefined ? undefined : await rows.get(entity, id);
  if (!before) return create(rows, context, input, values);
  const { settles } = input;
  const patch = withSettled(differing(before, values), values, settles);
  if (Object.keys(patch).length === 0) return accepted([]);
  return checked(rows, context, entity, before, { kind: 'edit', patch, ...(settles && { settles }) });
};

/** Makes a new record. An id that was asked for and is not here is refused, except the id of the only record of its entity. */
async function create(
  rows: RowReader,
  context: CommandContext,
  { entity, id, givenId }: SaveInput,
  values: JsonObject,
): Promise<Result<Draft[]>> {
  const only = onlyIdOf(entity);
  if (id !== undefined && id !== only) return refused({ code: 'not-found' });
  const patch = firstPatch(values);
  if (only !== undefined && Object.keys(patch).length === 0) return accepted([]);
  const wrong = givenId === undefined ? undefined : await givenIdIssue(rows, givenId);
  if (wrong) return refused(wrong);
  const newId = only ?? givenId ?? context.newId();
  return checked(rows, context, entity, { id: newId }, { kind: 'create', patch });
}

interface PatchDraft {
  kind: 'create' | 'edit';
  patch: JsonObject;
  settles?: string[];
}

/** The draft, once the row as it will be keeps the rules; blanks fill the fields that were not given, so that the rules can name it. */
async function checked(
  rows: RowReader,
  context: CommandContext,
  entity: CentralEntity,
  before: { id: string },
  { kind, ...said }: PatchDraft,
): Promise<Result<Draft[]>> {
  const row = { ...entities[entity].blank, ...before } as RowOf<CentralEntity>;
  const after = await issuesOf<EntityName>(entity, withPatch(row, said.patch), rows, context.now);
  const isOld = kind === 'edit' && after.length > 0;
  const former = isOld ? await issuesOf<EntityName>(entity, row, rows, context.now) : [];
  const issues = newIssues(former, after);
  if (hasIssues(issues)) return refused(...issues);
  return accepted([{ kind: `${entity}.${kind}`, entityId: before.id, ...said }]);
}

/** A choice between two unseen edits is a fact of its own: it must be written although nothing differs. */
function withSettled(patch: JsonObject, values: JsonObject, settles: readonly string[] = []): JsonObject {
  const said = { ...patch };
  for (const [field, value] of Object.entries(values)) {
    if (settles.includes(field)) said[field] = value;
    if (!isKeyed(field) || !isJsonObject(value)) continue;
    const keys = Object.entries(value).filter(([key]) => settles.includes(entryName(field, key)));
    const differs = isJsonObject(patch[field]) ? patch[field] : {};
    if (keys.length > 0) said[field] = { ...differs, ...Object.fromEntries(keys) };
  }
  return said;
}

/** Retires (removes from use) or brings back; nothing is ever deleted, so old records keep their names. */
export const retireCentralData: Command<{ entity: CentralEntity; id: string; retired: boolean }> = async (
  rows,
  input,
  context,
) => {
  const refusal = notAllowed(context, input.entity);
  if (refusal) return refusal;
  const row = await rows.get(input.entity, input.id);
  if (!row || onlyIdOf(input.entity) !== undefined) return refused({ code: 'not-found' });
  if ((row.deletedAt !== undefined) === input.retired) return accepted([]);
  return input.retired ? accepted([retiring(input, context.now)]) : bringingBack(rows, input.entity, row);
};

const retiring = ({ entity, id }: { entity: CentralEntity; id: string }, now: number): Draft => ({
  kind: `${entity}.remove`,
  entityId: id,
  patch: { deletedAt: new Date(now).toISOString() },
});

/** Another may have taken its name meanwhile. */
async function bringingBack(
  rows: RowReader,
  entity: CentralEntity,
  row: RowOf<CentralEntity>,
): Promise<Result<Draft[]>> {
  const patch = { deletedAt: null };
  const issues = await nameIssues<EntityName>(entity, withPatch(row, patch), rows);
  return hasIssues(issues)
    ? refused(...issues)
    : accepted([{ kind: `${entity}.edit`, entityId: row.id, patch }]);
}
