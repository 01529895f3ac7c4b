/** A pushed reference to a file: known once its bytes are here, since the bytes alone show the kind of a file. */
import type { Change } from '#shared/change/change';
import { storeDocument } from '#shared/change/documents';
import type { InboxRow, PlannedChange } from '../../database/port/v6';
import { readFileReference } from '../records/sync-file-reference';
import type { Said } from '../records/record';
import { changeOf } from './change-of';
import { toPatch, withoutBlanks } from './difference';
import { homeOf, kept, keptFor, notYours, unknownMerge, type Known, type Plan } from './plan';

export function planFile(row: InboxRow, known: Known): Plan {
  if (row.action === 'Delete') return planDeletion(row, known);
  if (row.action === 'Merge') return unknownMerge;
  const read = readFileReference(row.data ?? {});
  if (!read.ok) return keptFor(read.issues[0]);
  const { fields } = read.value;
  if (!known.asset)
    return kept('unknown-asset', 'What it belongs to is not known.', String(fields['ownerId']));
  const home = homeOf(known);
  if (home === undefined) return notYours;
  const isGone = typeof fields['deletedAt'] === 'string';
  const isHere = known.file !== undefined || known.content !== undefined;
  // deleted before it ever came: nothing is to be known of it
  if (!isHere && !isGone) return kept('bytes-missing', 'The file itself has not arrived yet.', row.recordId);
  const changes = isHere ? changesFor(row, read.value, known) : [];
  return {
    type: 'said',
    changes: changes.map((change): PlannedChange => ({ document: storeDocument(home, known.year), change })),
    said: fields,
  };
}

function changesFor(row: InboxRow, said: Said, known: Known): Change[] {
  const { deletedAt } = said.fields;
  const isRemoval = typeof deletedAt === 'string' && known.file?.deletedAt === undefined;
  return [
    ...(known.file ? [] : [attach(row, said, known)]),
    ...(isRemoval ? [remove(row, deletedAt, known)] : []),
  ];
}

function attach(row: InboxRow, { fields, at }: Said, { content, changes }: Known): Change {
  const others = Object.fromEntries(Object.entries(fields).filter(([field]) => field !== 'deletedAt'));
  const totalBytes = content?.bytes ?? 0;
  const patch = { ...toPatch(withoutBlanks(others)), totalBytes, sha256: content?.sha256 ?? '' };
  return changeOf(row, { kind: 'file.attach', entityId: row.recordId, patch, at }, changes);
}

const remove = (row: InboxRow, deletedAt: string, { changes }: Known) =>
  changeOf(
    row,
    {
      kind: 'file.remove',
      entityId: row.recordId,
      patch: { deletedAt },
      at: Date.parse(deletedAt),
      part: 'removal',
    },
    changes,
  );

function planDeletion(row: InboxRow, known: Known): Plan {
  const said = { deletedAt: known.file?.deletedAt ?? row.receivedAt };
  if (!known.file || known.file.deletedAt !== undefined) return { type: 'said', changes: [], said };
  const home = homeOf(known);
  if (home === undefined) return notYours;
  return {
    type: 'said',
    changes: [{ document: storeDocument(home, known.year), change: remove(row, row.receivedAt, known) }],
    said,
  };
}
