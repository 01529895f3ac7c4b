/** Many records of central data in one go, as from a spreadsheet: one transaction for a whole batch. */
import type { Draft } from '../change/change';
import type { EntityName, RowOf } from '../domain/entities';
import type { RowReader } from '../domain/rules/rows';
import { accepted, hasIssues, refused, type Issue, type Result } from '../result';
import type { Command, CommandContext } from './command';
import { retireCentralData, saveCentralData, type CentralEntity } from './save-central-data';
import type { Values } from './values';

export interface ImportedRecord {
  /** none: a new one */
  id?: string;
  /** of a new one: the id that it has elsewhere */
  givenId?: string;
  values: Values;
  /** true: it is to be retired; false: it is to be in use; as it is when absent */
  retired?: boolean;
}

interface ImportInput {
  entity: CentralEntity;
  records: readonly ImportedRecord[];
}

/**
 * If one record cannot be saved, none is. Refuses with the issues of each such record; `data.index` is its place in the list,
 * and an issue without it concerns all of them.
 */
export const importCentralData: Command<ImportInput> = async (rows, { entity, records }, context) => {
  const reader = remembering(rows);
  const drafts: Draft[] = [];
  const issues: Issue[] = [];
  const given = new Set<string>();
  for (const [index, record] of records.entries()) {
    const { givenId = '' } = record;
    const result: Result<Draft[]> = given.has(givenId)
      ? refused({ code: 'id-taken', field: 'id' })
      : await draftsOf(reader, entity, record, context);
    if (givenId !== '') given.add(givenId);
    if (result.ok) drafts.push(...result.value);
    else if (result.issues.some(({ code }) => isForAll(code))) return result;
    else issues.push(...result.issues.map((issue) => ({ ...issue, data: { ...issue.data, index } })));
  }
  return hasIssues(issues) ? refused(...issues) : accepted(drafts);
};

/** True if a refusal concerns the person, whatever the record says. */
const isForAll = (code: string): boolean => code === 'central-only' || code === 'no-right';

async function draftsOf(
  rows: RowReader,
  entity: CentralEntity,
  { id, givenId, values, retired }: ImportedRecord,
  context: CommandContext,
): Promise<Result<Draft[]>> {
  const which = { ...(id !== undefined && { id }), ...(givenId !== undefined && { givenId }) };
  const saved = await saveCentralData(rows, { entity, ...which, values }, context);
  if (!saved.ok || retired === undefined) return saved;
  if (id !== undefined) {
    const after = await retireCentralData(rows, { entity, id, retired }, context);
    return after.ok ? accepted([...saved.value, ...after.value]) : after;
  }
  const made = saved.value[0]?.entityId;
  if (made === undefined || !retired) return saved;
  const deletedAt = new Date(context.now).toISOString();
  return accepted([...saved.value, { kind: `${entity}.remove`, entityId: made, patch: { deletedAt } }]);
}

/** Reads each row once: thousands of records name the same class, category and type. */
function remembering(rows: RowReader): RowReader {
  const known = new Map<string, unknown>();
  return {
    assetsNumbered: (storeId, assetNumber) => rows.assetsNumbered(storeId, assetNumber),
    named: (entity, key) => rows.named(entity, key),
    get: async <E extends EntityName>(entity: E, id: string) => {
      const key = `${entity} ${id}`;
      if (!known.has(key)) known.set(key, await rows.get(entity, id));
      // every value under an entity's name is a row of it
      return known.get(key) as RowOf<E> | undefined;
    },
  };
}
