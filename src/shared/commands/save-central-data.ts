/** Create, edit, retire and bring back central data. Only on the central server, and by whom it is a right of; all else is refused by name. */
import type { Draft } from '../change/change';
import { mayEdit } from '../domain/rights';
import { entities, type EntityName, type RowOf } from '../domain/entities';
import { issuesOf } from '../domain/rules/issues';
import type { RowReader } from '../domain/rules/rows';
import { isJsonObject, type JsonObject } from '../json';
import { accepted, refused, type Result } from '../result';
import type { Command, CommandContext } from './command';
import { differing, fieldIssues, firstPatch, tidy, withPatch, type Values } from './values';

export type CentralEntity = Exclude<EntityName, 'asset' | 'assetLog' | 'file'>;

export interface SaveInput {
  entity: CentralEntity;
  /** none: a new one */
  id?: string;
  values: Values;
  /** fields (or `properties.<key>`) whose open conflict the person settled: they are said even where the value stands already */
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
  const { entity, id } = input;
  const values = tidy(input.values);
  const wrong = fieldIssues(entity, values);
  if (wrong.length > 0) return refused(...wrong);
  if (id === undefined) {
    return checked(
      rows,
      context,
      entity,
      { id: context.newId() },
      { kind: 'create', patch: firstPatch(values) },
    );
  }
  const before = await rows.get(entity, id);
  if (!before) return refused({ code: 'not-found' });
  const { settles } = input;
  const patch = withSettled(differing(before, values), values, settles);
  if (Object.keys(patch).length === 0) return accepted([]);
  return checked(rows, context, entity, before, { kind: 'edit', patch, ...(settles && { settles }) });
};

interface Saying {
  kind: 'create' | 'edit';
  patch: JsonObject;
  settles?: string[];
}

/** The draft, once the row as it will be keeps the rules; blanks fill what was not said, so that the rules can name it. */
async function checked(
  rows: RowReader,
  context: CommandContext,
  entity: CentralEntity,
  before: { id: string },
  { kind, ...said }: Saying,
): Promise<Result<Draft[]>> {
  const row = { ...entities[entity].blank, ...before } as RowOf<CentralEntity>;
  const issues = await issuesOf<EntityName>(entity, withPatch(row, said.patch), rows, context.now);
  if (issues.length > 0) return refused(...issues);
  return accepted([{ kind: `${entity}.${kind}`, entityId: before.id, ...said }]);
}

/** A choice between two unseen edits is a fact of its own: it must be said although nothing differs. */
function withSettled(patch: JsonObject, values: JsonObject, settles: readonly string[] = []): JsonObject {
  const said = { ...patch };
  for (const [field, value] of Object.entries(values)) {
    if (settles.includes(field)) said[field] = value;
    if (field !== 'properties' || !isJsonObject(value)) continue;
    const keys = Object.entries(value).filter(([key]) => settles.includes(`properties.${key}`));
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
  if (!row) return refused({ code: 'not-found' });
  if ((row.deletedAt !== undefined) === input.retired) return accepted([]);
  const deletedAt = new Date(context.now).toISOString();
  const draft = input.retired
    ? { kind: `${input.entity}.remove`, entityId: input.id, patch: { deletedAt } }
    : { kind: `${input.entity}.edit`, entityId: input.id, patch: { deletedAt: null } };
  return accepted([draft]);
};
