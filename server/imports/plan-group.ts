/** The changes of a group of rows, planned inside the transaction that stores them: a row that somebody overtook is put aside. */
import type { Draft } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { CONFIG, storeDocument, yearOf } from '#shared/change/documents';
import { refKey, refOf } from '#shared/change/entity-ref';
import { foldEntity, writesOf } from '#shared/change/fold';
import { startClock } from '#shared/change/hlc';
import { stamp } from '#shared/change/stamp';
import { parseKind } from '#shared/domain/entities';
import type { Tx } from '../database/port/central-database';
import type { LoggedChange } from '../database/port/changes';
import type { Addition } from '../sync/submission';
import { idByContent } from '../id-by-content';
import type { ImportRecord } from './import-record';
import type { Drafted, Saving } from './save-rows';
import { causedBy, storedOf } from './stored-of';

/** Rows whose record changed since the file was read are put aside, into `late`. */
export async function planGroup(
  { changes }: Tx,
  saving: Saving,
  drafted: readonly Drafted[],
  late: Drafted[],
): Promise<Addition[]> {
  const said = drafted.flatMap(({ entry }) => entry.said);
  const { byCause, byEntity: known } = await storedOf(changes, said);
  const statuses = await statusesOf(changes, drafted, saving.record);
  return drafted.flatMap((one) => {
    if (one.entry.said.some(({ changeId }) => causedBy(byCause, changeId).length > 0)) return [];
    if (statuses.has(one) || one.drafts.some((draft) => isOvertaken(draft, known, saving.record))) {
      late.push(one);
      return [];
    }
    return additionsOf(one, known, saving);
  });
}

/** Rows that give a status without a time to equipment of which a status was recorded after the file was read. */
async function statusesOf(
  changes: Tx['changes'],
  drafted: readonly Drafted[],
  { readSeq }: ImportRecord,
): Promise<Set<Drafted>> {
  const late = new Set<Drafted>();
  for (const one of drafted) {
    const { record } = one.row;
    if (!('status' in record) || record.id === undefined || record.status?.loggedAt !== undefined) continue;
    const logs = (await changes.historyOf(record.id)).filter(({ entity }) => entity === 'assetLog');
    const logged = logs.length > 0 ? await changes.changesOfEntities(logs) : [];
    if (logged.some(({ seq }) => seq > readSeq)) late.add(one);
  }
  return late;
}

/** Somebody else has written the fields of this draft after the file was read. */
function isOvertaken(
  draft: Draft,
  known: ReadonlyMap<string, readonly LoggedChange[]>,
  { readSeq }: ImportRecord,
): boolean {
  const fields = new Set(writesOf({ ...draft, hlc: '' }).map(([field]) => field));
  return (known.get(refKey(refOf(draft))) ?? []).some(
    ({ seq, change }) => seq > readSeq && writesOf(change).some(([field]) => fields.has(field)),
  );
}

function additionsOf(
  { row, drafts, entry }: Drafted,
  known: ReadonlyMap<string, readonly LoggedChange[]>,
  { by, now }: Saving,
): Addition[] {
  const author = { ...by, n: 0, clock: startClock };
  const { changes } = stamp(drafts, author, {
    now: now(),
    // known once it is known what the change says
    newId: () => '',
    foldOf: (entityId) => {
      const draft = drafts.find((one) => one.entityId === entityId);
      const entity = draft && parseKind(draft.kind)?.entity;
      const logged = draft && known.get(refKey(refOf(draft)));
      return (
        entity &&
        logged &&
        foldEntity(
          entity,
          logged.map(({ change }) => change),
        )
      );
    },
  });
  const document = 'storeId' in row.record ? storeDocument(row.record.storeId, yearOf(now())) : CONFIG;
  return changes.map((said, index) => {
    const change = { ...said, id: idByContent(entry.said[index]?.changeId ?? '', said), n: 1 };
    return { document, change, body: encodeBody(change) };
  });
}
