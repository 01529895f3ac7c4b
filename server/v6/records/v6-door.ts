/** The door of V6: records of Open mSupply's tables, with the ids and choices that sites know. */
import { isJsonObject, type Json, type JsonObject } from '#shared/json';
import type { Issue } from '#shared/result';
import type { InboxRow, KeptFor } from '../../database/port/v6';
import type { Door, Fields, Received, ReceivedRow, Translation, Written } from '../door';
import { readSiteVersion } from '../wire/site-version';
import { UNREADABLE } from '../wire/received-record';
import { mergeIdsOf } from './merge-ids';
import {
  entityOf,
  isCentralTable,
  isPushedTable,
  pushedTables,
  readRecord,
  recordsOf,
  tableOf,
  unknownTables,
  writeAnyRecord,
} from './tables';
import { fromWire, toWire, type Rim } from './wire-ids';

export const v6Door = (rim: () => Promise<Rim>): Door => ({
  pushed: pushedTables,
  translation: async () => translationBy(await rim()),
  entityOf,
  recordsOf,
  unknownTables,
  versionOf: (appVersion, hasItems) => ({
    ...readSiteVersion(appVersion),
    ...(hasItems !== undefined && { hasItems }),
  }),
  fieldsAtSite: (entity, row, version) => {
    const written = writeAnyRecord(entity, tableOf(entity), row, version);
    return written && fieldsIn(tableOf(entity), written.data);
  },
  assetNeededBy: (table, data) => {
    const id = table === 'asset_internal_location' && isJsonObject(data) ? data['asset_id'] : undefined;
    return typeof id === 'string' ? id : undefined;
  },
});

const translationBy = (rim: Rim): Translation => ({
  read: (row) => {
    const data = row.data && row.action !== UNREADABLE ? fromWire(row.table, row.data, rim) : row.data;
    return readRow(row, data);
  },
  write: (entity, table, row, { version, has }): Written | undefined => {
    const written = writeAnyRecord(entity, table, row, version);
    const outgoing = written && toWire(written, rim, has);
    if (!outgoing || entity !== 'asset') return outgoing;
    const fields = fieldsIn(table, fromWire(table, outgoing.data, rim));
    return { ...outgoing, ...(fields && { fields }) };
  },
});

function readRow(row: InboxRow, data: JsonObject | null): ReceivedRow {
  const content: Json = [row.action, data];
  return { row, entity: entityOf(row.table), received: receivedIn(row, data), content };
}

function receivedIn({ table, action }: InboxRow, data: JsonObject | null): Received {
  if (action === UNREADABLE) return nothing({ code: 'unreadable', words: 'It cannot be read.' });
  if (isCentralTable(table))
    return nothing({ code: 'central-only', words: 'Central data is edited on the central server only.' });
  if (!isPushedTable(table))
    return nothing({ code: 'unknown-table', words: `The table ${table} is not known here.` });
  if (action === 'Delete') return { says: 'removal' };
  if (action === 'Merge') return { says: 'merge', ids: mergeIdsOf(data) };
  const read = readRecord(table, data ?? {});
  return read.ok ? { says: 'record', ...read.value } : nothing(whyUnread(read.issues[0]));
}

const nothing = (why: KeptFor): Received => ({ says: 'nothing', why });

const whyUnread = ({ code, field = '?' }: Issue): KeptFor => ({
  code,
  words: `The field ${field} cannot be read.`,
});

function fieldsIn(table: string, data: JsonObject): Fields | undefined {
  const read = isPushedTable(table) ? readRecord(table, data) : undefined;
  return read?.ok ? read.value.fields : undefined;
}
