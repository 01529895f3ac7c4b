/** A pushed reference to a file: known once its bytes are here, since the bytes alone show the kind of a file. */
import type { Change } from '#shared/change/change';
import { storeDocument } from '#shared/change/documents';
import type { PlannedChange } from '../../database/port/v6';
import type { ReceivedRow, Said, Understood } from '../door';
import { changeOf } from './change-of';
import { toPatch, withoutBlanks } from './difference';
import { homeOf, kept, notYours, unknownMerge, type Known, type Plan } from './plan';

export function planFile(pushed: ReceivedRow, received: Understood, known: Known): Plan {
  if (received.says === 'removal') return planDeletion(pushed, known);
  if (received.says === 'merge') return unknownMerge;
  const { fields } = received;
  if (!known.asset)
    return kept('unknown-asset', 'What it belongs to is not known.', String(fields['ownerId']));
  const home = homeOf(known);
  if (home === undefined) return notYours(known.asset.id);
  const isGone = typeof fields['deletedAt'] === 'string';
  const isHere = known.file !== undefined || known.content !== undefined;
  // deleted before it ever came: nothing is to be known of it
  if (!isHere && !isGone)
    return kept('bytes-missing', 'The file itself has not arrived yet.', pushed.row.recordId);
  const changes = isHere ? changesFor(pushed, received, known) : [];
  return {
    type: 'said',
    changes: changes.map((change): PlannedChange => ({ document: storeDocument(home, known.year), change })),
    said: fields,
  };
}

function changesFor(pushed: ReceivedRow, said: Said, known: Known): Change[] {
  const { deletedAt } = said.fields;
  const isRemoval = typeof deletedAt === 'string' && known.file?.deletedAt === undefined;
  return [
    ...(known.file ? [] : [attach(pushed, said, known)]),
    ...(isRemoval ? [remove(pushed, deletedAt, known)] : []),
  ];
}

function attach(pushed: ReceivedRow, { fields, at }: Said, { content, changes }: Known): Change {
  const others = Object.fromEntries(Object.entries(fields).filter(([field]) => field !== 'deletedAt'));
  const totalBytes = content?.bytes ?? 0;
  const patch = { ...toPatch(withoutBlanks(others)), totalBytes, sha256: content?.sha256 ?? '' };
  return changeOf(pushed, { kind: 'file.attach', entityId: pushed.row.recordId, patch, at }, changes);
}

const remove = (pushed: ReceivedRow, deletedAt: string, { changes }: Known) =>
  changeOf(
    pushed,
    {
      kind: 'file.remove',
      entityId: pushed.row.recordId,
      patch: { deletedAt },
      at: Date.parse(deletedAt),
      part: 'removal',
    },
    changes,
  );

function planDeletion(pushed: ReceivedRow, known: Known): Plan {
  const { row } = pushed;
  const said = { deletedAt: known.file?.deletedAt ?? row.receivedAt };
  if (!known.file || known.file.deletedAt !== undefined) return { type: 'said', changes: [], said };
  const home = homeOf(known);
  if (home === undefined) return notYours(known.asset?.id ?? known.file.ownerId);
  return {
    type: 'said',
    changes: [{ document: storeDocument(home, known.year), change: remove(pushed, row.receivedAt, known) }],
    said,
  };
}
