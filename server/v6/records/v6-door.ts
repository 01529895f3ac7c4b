/** The door of V6: records of Open mSupply's tables, with the ids and choices that sites know. */
import type { AnyRow } from '#shared/domain/entities';
import type { Json, JsonObject } from '#shared/json';
import type { Issue } from '#shared/result';
import type { InboxRow, KeptFor } from '../../database/port/v6';
import type {
  Door,
  Fields,
  Outgoing,
  Received,
  ReceivedRow,
  Translation,
  Withheld,
  Writing,
  Written,
} from '../door';
import { readSiteVersion } from '../wire/site-version';
import { UNREADABLE } from '../wire/received-record';
import { fieldsHeldBy } from './asset';
import { donorAtSite, gapOf, gapsIn, gapsOfLog } from './gaps';
import { mergeIdsOf } from './merge-ids';
import { givenBack } from './given-back';
import { entitiesOther, isOther } from './other-at-version';
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
import { fromWire, isWhole, toWire, type Rim } from './wire-ids';

export const v6Door = (rim: () => Promise<Rim>): Door => ({
  pushed: pushedTables,
  translation: async () => translationBy(await rim()),
  entityOf,
  recordsOf,
  unknownTables,
  entitiesOther,
  versionOf: (appVersion, isAlone) => ({
    ...readSiteVersion(appVersion),
    ...(isAlone !== undefined && { isAlone }),
  }),
  fieldsAtSite: (entity, row, version) => {
    const written = writeAnyRecord(entity, tableOf(entity), row, version);
    return written && fieldsIn(tableOf(entity), written.data);
  },
  fieldsHeldBy,
  ...givenBack,
});

function translationBy(rim: Rim): Translation {
  const write: Translation['write'] = (entity, table, row, how) => {
    const written = writeAnyRecord(entity, table, row, how.version);
    const gap = gapOf(row, how, written !== undefined);
    if (gap !== undefined) return { withheld: gap };
    return written && onTheWire(written, row, rim, how);
  };
  return {
    read: (row) => {
      const data = row.data && row.action !== UNREADABLE ? fromWire(row.table, row.data, rim) : row.data;
      return readRow(row, data);
    },
    write,
    isOther: isOther(write),
  };
}

/** A record of ours as a site has it, and the values of it that stay here. */
function onTheWire(written: Outgoing, row: AnyRow, rim: Rim, how: Writing): Written | Withheld | undefined {
  const { tableName: table } = written;
  const { record, isSent, lost } = toWire(written, rim, how);
  if (!isSent) return undefined;
  if (!isWhole(table, lost)) return { withheld: 'no-place' };
  const donor = table === 'asset' ? donorAtSite(record, how) : { record, gaps: [] };
  const without = [...gapsIn(table, lost), ...gapsOfLog(row, record), ...donor.gaps];
  const fields = table === 'asset' ? fieldsIn(table, fromWire(table, donor.record.data, rim)) : undefined;
  return { ...donor.record, ...(fields && { fields }), ...(without.length > 0 && { without }) };
}

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
