/** What V6 sites pushed, until it is integrated, in memory. */
import { equalJson } from '#shared/json';
import { fromCursor, toCursor } from '../../cursor';
import type { Page } from '../../row-port';
import type { Inbox, InboxRow, KeptRecord, Outcome, PushedRecord } from '../../v6-port';
import type { MemoryDatabase } from '../database';
import { putBase } from './bases';
import { next, v6TablesOf, type InboxEntry, type V6Tables } from './tables';

export function memoryInbox(memory: MemoryDatabase): Inbox {
  const tables = v6TablesOf(memory);
  const { sites, inbox } = tables;
  return {
    add: (siteId, rows, at, isLast) =>
      memory.write(() => {
        for (const row of rows) add(tables, siteId, row, at);
        if (isLast) setIntegrating(tables, siteId, true);
      }),
    isIntegrating: (siteId) => memory.read(() => sites.get(siteId)?.isIntegrating === true),
    integrating: () =>
      memory.read(() =>
        sites.values().flatMap(({ site, isIntegrating }) => (isIntegrating ? [site.siteId] : [])),
      ),
    begin: (siteIds) => memory.write(() => siteIds.forEach((siteId) => setIntegrating(tables, siteId, true))),
    end: (siteId) =>
      memory.write(() => {
        if (waitingOf(tables, siteId).length === 0) setIntegrating(tables, siteId, false);
      }),
    waiting: (siteId, ranks, limit) => memory.read(() => firstWaiting(tables, siteId, ranks, limit)),
    takeNumbers: (siteId, count) => memory.write(() => takeNumbers(tables, siteId, count)),
    savePlans: (plans) =>
      memory.write(() => {
        for (const { id, plan } of plans) {
          const entry = inbox.get(id);
          if (entry) inbox.set(id, { ...entry, plan });
        }
      }),
    finish: (outcomes) => memory.write(() => outcomes.forEach((outcome) => finish(tables, outcome))),
    explain: (siteId, record, why) =>
      memory.write(() => {
        for (const [id, { row, kept }] of inbox.entries())
          if (kept && row.siteId === siteId && isSameRecord(row, record))
            inbox.set(id, { row, kept: { ...kept, ...why } });
      }),
    wake: (which) => memory.write(() => wake(tables, which)),
    kept: (query) => memory.read(() => keptPage(tables, query)),
  };
}

const byId = (a: InboxEntry, b: InboxEntry): number => a.row.id - b.row.id;

const waitingOf = ({ inbox }: V6Tables, siteId: string): InboxRow[] =>
  inbox
    .values()
    .filter(({ row, kept }) => row.siteId === siteId && !kept)
    .sort(byId)
    .map(({ row, plan }) => ({ ...row, ...(plan && { plan }) }));

function setIntegrating({ sites }: V6Tables, siteId: string, isIntegrating: boolean): void {
  const entry = sites.get(siteId);
  if (entry) sites.set(siteId, { ...entry, isIntegrating });
}

type RecordName = Pick<PushedRecord, 'table' | 'recordId'>;

const isSameRecord = (a: RecordName, b: RecordName): boolean =>
  a.table === b.table && a.recordId === b.recordId;

function add(tables: V6Tables, siteId: string, record: PushedRecord, receivedAt: string): void {
  const { inbox } = tables;
  const known = inbox
    .values()
    .find(
      ({ row }) =>
        row.siteId === siteId &&
        isSameRecord(row, record) &&
        row.action === record.action &&
        equalJson(row.data, record.data),
    );
  const row = known?.row ?? { ...record, id: next(tables, 'v6_inbox_id'), siteId, receivedAt };
  inbox.set(row.id, { row });
}

/** Tables in their order, and after them those that have none. */
function firstWaiting(tables: V6Tables, siteId: string, ranks: readonly string[], limit: number): InboxRow[] {
  const all = waitingOf(tables, siteId);
  for (const table of ranks) {
    const rows = all.filter((row) => row.table === table);
    if (rows.length > 0) return rows.slice(0, limit);
  }
  return all.slice(0, limit);
}

function takeNumbers({ sites }: V6Tables, siteId: string, count: number): number {
  const entry = sites.get(siteId);
  if (!entry) return 1;
  sites.set(siteId, { ...entry, numbers: entry.numbers + count });
  return entry.numbers + 1;
}

/** Of a record that is kept, its latest version is; once one is integrated, none. */
function finish(tables: V6Tables, { row, kept, base }: Outcome): void {
  const { inbox } = tables;
  for (const [id, entry] of inbox.entries()) {
    const isEarlier = id < row.id && entry.row.siteId === row.siteId && isSameRecord(entry.row, row);
    if (isEarlier && entry.kept) inbox.delete(id);
  }
  if (base) putBase(tables, row.siteId, base);
  const entry = inbox.get(row.id);
  if (!kept) inbox.delete(row.id);
  else if (entry) inbox.set(row.id, { row: entry.row, kept });
}

function wake(
  { inbox }: V6Tables,
  which: { ids: readonly string[] } | { codes: readonly string[] },
): string[] {
  const woken = new Set<string>();
  for (const [id, { row, kept }] of inbox.entries()) {
    const isMeant =
      'ids' in which ? which.ids.includes(kept?.waitsFor ?? '') : which.codes.includes(kept?.code ?? '');
    if (!kept || !isMeant) continue;
    woken.add(row.siteId);
    inbox.set(id, { row });
  }
  return [...woken];
}

function keptPage(
  { inbox }: V6Tables,
  { siteId, limit, cursor }: { siteId?: string; limit: number; cursor?: string },
): Page<KeptRecord> {
  const after = Number(fromCursor(cursor)?.[0] ?? 0) || 0;
  const all = inbox
    .values()
    .sort(byId)
    .flatMap(({ row, kept }) =>
      kept && (siteId === undefined || row.siteId === siteId) ? [{ ...row, ...kept }] : [],
    );
  const rest = all.filter(({ id }) => id > after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    total: all.length,
    ...(rest.length > limit && last && { nextCursor: toCursor([String(last.id), '']) }),
  };
}
