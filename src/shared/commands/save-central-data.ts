/** Create, edit, retire and bring back central data. Only on the central server; everywhere else it is refused by name. */
import type { Draft } from '../change/change';
import { entities, type EntityName, type RowOf } from '../domain/entities';
import { issuesOf } from '../domain/rules/issues';
import { accepted, refused, type Result } from '../result';
import type { Command, CommandContext } from './command';
import { differing, fieldIssues, firstPatch, tidy, withPatch, type Values } from './values';

export type CentralEntity = Exclude<EntityName, 'asset' | 'assetLog' | 'file'>;

export interface SaveInput {
  entity: CentralEntity;
  /** none: a new one */
  id?: string;
  values: Values;
}

const onlyCentral = (context: CommandContext): Result<Draft[]> | undefined =>
  context.mode === 'central' ? undefined : refused({ code: 'central-only' });

export const saveCentralData: Command<SaveInput> = async (rows, { entity, id, values }, context) => {
  const elsewhere = onlyCentral(context);
  if (elsewhere) return elsewhere;
  const tidied = tidy(values);
  const wrong = fieldIssues(entity, tidied);
  if (wrong.length > 0) return refused(...wrong);
  const before = id === undefined ? undefined : await rows.get(entity, id);
  if (id !== undefined && !before) return refused({ code: 'not-found' });
  const entityId = id ?? context.newId();
  const patch = before ? differing(before, tidied) : firstPatch(tidied);
  if (Object.keys(patch).length === 0 && before) return accepted([]);
  // blanks fill what was not said, so that the rules can name it
  const after = withPatch(
    { ...entities[entity].blank, ...before, id: entityId } as RowOf<CentralEntity>,
    patch,
  );
  const issues = await issuesOf<EntityName>(entity, after, rows, context.now);
  if (issues.length > 0) return refused(...issues);
  return accepted([{ kind: `${entity}.${before ? 'edit' : 'create'}`, entityId, patch }]);
};

/** Retires (removes from use) or brings back; nothing is ever deleted, so old records keep their names. */
export const retireCentralData: Command<{ entity: CentralEntity; id: string; retired: boolean }> = async (
  rows,
  input,
  context,
) => {
  const elsewhere = onlyCentral(context);
  if (elsewhere) return elsewhere;
  const row = await rows.get(input.entity, input.id);
  if (!row) return refused({ code: 'not-found' });
  if ((row.deletedAt !== undefined) === input.retired) return accepted([]);
  const deletedAt = new Date(context.now).toISOString();
  const draft = input.retired
    ? { kind: `${input.entity}.remove`, entityId: input.id, patch: { deletedAt } }
    : { kind: `${input.entity}.edit`, entityId: input.id, patch: { deletedAt: null } };
  return accepted([draft]);
};
