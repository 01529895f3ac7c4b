/** The table of records that V6 sites pushed, alike in each kind of database: its columns, and the rows made of them. */
import type { JsonObject } from '#shared/json';
import type { InboxRow, KeptRecord, PlannedChange } from './port/v6';

/** values of `waiting`: the site waits for it, or nobody does */
export const PUSHED = 1;
export const AGAIN = 2;

export const INBOX_COLUMNS = `id, site_id AS "siteId", table_name AS "tableName", record_id AS "recordId", action, data,
  received_at AS "receivedAt", plan, code, words, waits_for AS "waitsFor", is_again AS "isAgain"`;

export interface InboxColumns {
  id: number;
  siteId: string;
  tableName: string;
  recordId: string;
  action: string;
  data: string;
  receivedAt: string;
  plan: string | null;
  code: string | null;
  words: string | null;
  waitsFor: string | null;
  isAgain: 0 | 1;
}

/** Its texts of JSON were written by this program. */
export const toInboxRow = (row: Omit<InboxColumns, 'code' | 'words' | 'waitsFor'>): InboxRow => ({
  id: row.id,
  siteId: row.siteId,
  table: row.tableName,
  recordId: row.recordId,
  action: row.action,
  data: JSON.parse(row.data) as JsonObject | null,
  receivedAt: row.receivedAt,
  ...(row.plan !== null && { plan: JSON.parse(row.plan) as PlannedChange[] }),
  ...(row.isAgain === 1 && { isAgain: true }),
});

export const toKeptRecord = (row: InboxColumns): KeptRecord => ({
  ...toInboxRow({ ...row, plan: null, isAgain: 0 }),
  code: row.code ?? '',
  words: row.words ?? '',
  ...(row.waitsFor !== null && { waitsFor: row.waitsFor }),
});
