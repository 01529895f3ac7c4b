/** A pushed reference to a file: known once its bytes are here, since what a file is, its bytes say. */
import { storeDocument } from '#shared/change/documents';
import type { InboxRow, PlannedChange } from '../../store/v6-port';
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
  if (!known.asset) {
    const { ownerId } = fields;
    return kept(
      'unknown-asset',
      'What it belongs to is not known.',
      typeof ownerId === 'string' ? ownerId : undefined,
    );
  }
  const home = homeOf(known);
  if (home === undefined) return notYours;
  const isGone = typeof fields['deletedAt'] === 'string';
  // nothing was ever here, and nothing is to come
  if (!known.file && !known.content && isGone) return { type: 'said', changes: [], said: fields };
  if (!known.file && !known.content)
    return kept('bytes-missing', 'The file itself has not arrived yet.', row.recordId);
  const changes = [
    ...(known.file ? [] : [attach(row, read.value, known)]),
    ...(isGone && known.file?.deletedAt === undefined
      ? [remove(row, String(fields['deletedAt']), known)]
      : []),
  ];
  return {
    type: 'said',
    changes: changes.map((change): PlannedChange => ({ document: storeDocument(home, known.year), change })),
    said: fields,
  };
}

function attach(row: InboxRow, { fields, at }: Said, { content, changes }: Known) {
  const { deletedAt: _deletedAt, ...others } = fields;
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
