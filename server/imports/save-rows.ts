/**
 * Saves rows of an import, some at a time: each group is one act of central's. Ids follow from the import and the line, so that a
 * group that a stop cut off is saved once, however often it is tried.
 */
import { setImmediate } from 'node:timers/promises';
import type { Draft } from '#shared/change/change';
import { refOf } from '#shared/change/entity-ref';
import { writesOf } from '#shared/change/fold';
import type { CommandContext } from '#shared/commands/command';
import { importAsset } from '#shared/commands/import-asset';
import { importCentralData } from '#shared/commands/import-central-data';
import { isFirstVerb, parseKind } from '#shared/domain/entities';
import { isJsonObject, isPlainJson, type Json } from '#shared/json';
import type { Issue, Result } from '#shared/result';
import type { CentralDatabase } from '../database/port/central-database';
import type { SyncServer } from '../sync/sync-server';
import type { ImportRecord, ImportRow, JournalEntry, LeftRow } from './import-record';
import { causeOf, rowIdOf } from './ids';
import { sentenceInEnglish } from './issue-words';
import type { KnownRows } from './known-rows';
import { planGroup } from './plan-group';
import { causedBy, storedOf } from './stored-of';

export interface By {
  deviceId: string;
  userId: string;
}

export interface Saving {
  database: Pick<CentralDatabase, 'rows' | 'registry'>;
  sync: Pick<SyncServer, 'act'>;
  record: ImportRecord;
  rows: KnownRows;
  by: By;
  rights: readonly string[];
  /** all stores of the country */
  storeIds: readonly string[];
  now: () => number;
  /** the entries that earlier tries wrote down, by line */
  journal: ReadonlyMap<number, JournalEntry>;
  write: (entries: readonly JournalEntry[]) => Promise<void>;
}

export interface Drafted {
  row: ImportRow;
  drafts: readonly Draft[];
  entry: JournalEntry;
}

/** Saves these rows; returns the number of those that have a change now, and those that could not be saved. */
export async function saveRows(
  saving: Saving,
  rows: readonly ImportRow[],
): Promise<{ saved: number; left: LeftRow[] }> {
  const left: LeftRow[] = [];
  const drafted: Drafted[] = [];
  const before = await savedBefore(saving, rows);
  for (const row of rows) {
    if (before.has(row.line)) continue;
    const result = await draftRow(saving, row);
    if (result.ok) drafted.push(await withEntry(saving, row, result.value));
    else left.push(leftOf(row, result.issues[0]));
    await setImmediate();
  }
  await saving.write(drafted.filter(({ drafts }) => drafts.length > 0).map(({ entry }) => entry));
  const late: Drafted[] = [];
  await saving.sync.act({
    by: saving.by.userId,
    plan: async (tx) => {
      late.length = 0;
      return planGroup(tx, saving, drafted, late);
    },
  });
  left.push(...late.map(({ row }) => leftOf(row, { code: 'changed-meanwhile' })));
  const saved = drafted.filter((one) => !late.includes(one));
  for (const draft of saved.flatMap(({ drafts }) => drafts)) await saving.rows.add(draft);
  return { saved: saved.length + before.size, left };
}

/** The lines that an earlier try saved: drafted again they would change less, and the values that they wrote over would be noted wrong. */
async function savedBefore({ sync, by, journal }: Saving, rows: readonly ImportRow[]): Promise<Set<number>> {
  const entries = rows.flatMap(({ line }) => journal.get(line) ?? []);
  const saved = new Set<number>();
  if (entries.length === 0) return saved;
  await sync.act({
    by: by.userId,
    plan: async ({ changes }) => {
      const all = entries.flatMap(({ said }) => said);
      const { byCause } = await storedOf(changes, all);
      for (const { line, said } of entries)
        if (said.some(({ changeId }) => causedBy(byCause, changeId).length > 0)) saved.add(line);
      return [];
    },
  });
  return saved;
}

const leftOf = ({ line }: ImportRow, { code, data }: { code: string; data?: Issue['data'] }): LeftRow => ({
  ...{ line, code },
  message: sentenceInEnglish(code, data),
});

async function draftRow(saving: Saving, { line, record }: ImportRow): Promise<Result<Draft[]>> {
  const { rows, storeIds, rights } = saving;
  let ids = 0;
  const newId = (): string => rowIdOf(saving.record.id, line, (ids += 1));
  const context: CommandContext = { now: saving.now(), newId, mode: 'central', storeIds, rights };
  if ('storeId' in record) return importAsset(rows, record, context);
  const { table } = saving.record;
  if (table === 'equipment' || table === 'site' || table === 'user' || !('values' in record))
    throw new Error('a row of central data has no store');
  return importCentralData(rows, { entity: table, records: [record] }, context);
}

async function withEntry(saving: Saving, row: ImportRow, drafts: readonly Draft[]): Promise<Drafted> {
  const said = await Promise.all(
    drafts.map(async (draft, index) => ({
      changeId: causeOf(saving.record.id, row.line, index),
      of: refOf(draft),
      before: await before(saving.rows, draft),
    })),
  );
  return { row, drafts, entry: { line: row.line, said } };
}

/** The values in the fields that an edit writes. */
async function before(rows: KnownRows, draft: Draft): Promise<Record<string, Json>> {
  const kind = parseKind(draft.kind);
  if (!kind || isFirstVerb(kind.verb)) return {};
  const row = new Map<string, unknown>(Object.entries((await rows.get(kind.entity, draft.entityId)) ?? {}));
  const stood: Record<string, Json> = {};
  for (const [field] of writesOf({ ...draft, hlc: '' })) {
    const [name = '', key] = field.split(/\.(.*)/s);
    const value = row.get(name);
    const one = key === undefined ? value : isJsonObject(value) ? value[key] : undefined;
    stood[field] = isPlainJson(one) ? one : null;
  }
  return stood;
}
