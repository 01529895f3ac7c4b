/** Fills a data folder with a long log, without a server: changes go straight into the log's own rows, as quickly as they can be made. */
import { join } from 'node:path';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { storeDocument } from '#shared/change/documents';
import type { NewChange } from '../../server/database/port/changes';
import { sqliteChangeTx } from '../../server/database/sqlite/change-tx';
import type { HistoryReader } from '../../server/database/sqlite/history';
import { KnownChanges } from '../../server/database/sqlite/log/known-changes';
import { KnownDocuments } from '../../server/database/sqlite/log/known-documents';
import { demandCurrent } from '../../server/database/sqlite/migrations';
import { SqliteFile } from '../../server/database/sqlite/sqlite-file';

/** changes of a store, one after the other */
const TOGETHER = 1000;
const AT_ONCE = 20_000;
const START = Date.UTC(2026, 0, 1);

/** A number as the end of a UUID of its own kind. */
const uuid = (kind: string, number: number): string =>
  `0${kind}000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

function changeAt(number: number): Change {
  const store = Math.floor(number / TOGETHER);
  const deviceId = uuid('d', store);
  const hlc = `${(START + number).toString().padStart(15, '0')}-0000-${deviceId}`;
  const patch = { assetNumber: `F-${number}`, notes: 'by the door' };
  const own = { userId: deviceId, deviceId, n: (number % TOGETHER) + 1, kind: 'asset.create' };
  return { id: uuid('a', number), hlc, ...own, entityId: uuid('e', number), patch };
}

function* changesFrom(first: number, count: number): Generator<NewChange> {
  for (let number = first; number < first + count; number++) {
    const change = changeAt(number);
    const store = Math.floor(number / TOGETHER);
    const place = { document: storeDocument(`store-${store}`, 2026), client: 1000 + store };
    const receivedAt = new Date(START + store).toISOString();
    const at = { clock: number % TOGETHER, receivedAt, receivedFrom: change.deviceId };
    yield { ...place, ...at, change, body: encodeBody(change) };
  }
}

/** Adds changes number `first` and following to the log of a server that is stopped. */
export async function appendToLog(dataDir: string, first: number, count: number): Promise<void> {
  const path = join(dataDir, 'waypost.sqlite');
  const file = await SqliteFile.open(path, demandCurrent, { isDurable: false });
  const known = new KnownChanges(count);
  const documents = new KnownDocuments();
  const nothing = () => [];
  const none = (): HistoryReader => ({ changesOf: nothing, of: nothing, placing: nothing, files: nothing });
  const ended = (isCommitted: boolean): void => {
    documents.ended(isCommitted);
    known.ended(isCommitted);
    known.takeEntries();
  };
  for (let at = first; at < first + count; at += AT_ONCE)
    await file.write((sql) => {
      documents.begin(sql);
      const changes = [...changesFrom(at, Math.min(AT_ONCE, first + count - at))];
      return sqliteChangeTx(sql, () => known, documents, none).insertChanges(changes);
    }, ended);
  await file.close();
}
