/** Files as they are shown: the kind of each, and the place of its bytes. A view never claims more than this device knows. */
import { isSafeImage } from '#shared/domain/file-kind';
import type { FileReference } from '#shared/domain/file-reference';
import type { ReplicaDatabase } from '../../../replica/database';
import { heldMissing } from '../../../replica/held/held-names';
import { recordsUnder } from '../../../replica/merged';
import type { FileCopy } from '../../../replica/records';

/** The shown fields of a file reference, whether this device or central folded it. */
export type FileRow = Pick<
  FileReference,
  | 'id'
  | 'ownerId'
  | 'fileName'
  | 'mimeType'
  | 'totalBytes'
  | 'sha256'
  | 'placeholder'
  | 'thumbnailSha256'
  | 'createdAt'
> &
  Partial<Pick<FileReference, 'userId'>>;

export type FileState =
  /** `onItsWay`: central knows of it and does not have it */
  | { kind: 'here' | 'central' | 'elsewhere' | 'onItsWay' }
  | { kind: 'uploading'; percent: number }
  | { kind: 'failed'; errorCode: string };

export interface FileView {
  row: FileRow;
  state: FileState;
  /** the camera's own file, kept beside the picture that is shown */
  original?: FileView;
}

export function fileState(copy: FileCopy | undefined): FileState {
  if (!copy) return { kind: 'elsewhere' };
  if (copy.state === 'central') return { kind: 'central' };
  if (copy.state === 'failed') return { kind: 'failed', errorCode: copy.errorCode ?? 'unknown' };
  if (copy.sent === 0) return { kind: 'here' };
  return { kind: 'uploading', percent: Math.min(99, Math.floor((copy.sent / copy.size) * 100)) };
}

/** The place of the bytes. For staff, central reports whether it has them. */
function stateOf(
  { sha256 }: FileRow,
  copy: FileCopy | undefined,
  missing: ReadonlySet<string> | undefined,
): FileState {
  if (copy || !missing) return fileState(copy);
  return { kind: missing.has(sha256) ? 'onItsWay' : 'central' };
}

/** The files of an asset and of its logs, by their owner, newest first. For `live(...)`. */
export const filesOf =
  (db: ReplicaDatabase, assetId: string): (() => Promise<Map<string, FileView[]>>) =>
  () =>
    readFiles(db, assetId);

async function readFiles(db: ReplicaDatabase, assetId: string): Promise<Map<string, FileView[]>> {
  const ids = await recordsUnder(db, assetId);
  const logs = await db.assetLogs.where('assetId').anyOf(ids).primaryKeys();
  const owners: [string, string][] = [
    ...ids.map((id): [string, string] => ['asset', id]),
    ...logs.map((id): [string, string] => ['assetLog', id]),
  ];
  const rows = (await db.files.where('[ownerTable+ownerId]').anyOf(owners).toArray())
    .filter(({ deletedAt }) => deletedAt === undefined)
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const copies = await db.fileCopies.bulkGet(rows.map(({ sha256 }) => sha256));
  const staff = (await db.identity.get('me'))?.kind === 'staff' ? await heldMissing(db) : undefined;
  return byOwner(rows.map((row, index) => ({ row, state: stateOf(row, copies[index], staff) })));
}

/** The files by owner, in their order, originals with their pictures. */
export function byOwner(views: readonly FileView[]): Map<string, FileView[]> {
  const owners = new Map<string, FileView[]>();
  for (const view of views) owners.set(view.row.ownerId, [...(owners.get(view.row.ownerId) ?? []), view]);
  return new Map([...owners].map(([id, files]) => [id, withOriginals(files)]));
}

/** A picture and its original have the same thumbnail. */
function withOriginals(views: readonly FileView[]): FileView[] {
  const shown: FileView[] = [];
  const pictures = new Map<string, FileView>();
  for (const view of [...views].sort((a, b) => sizeAsShown(a) - sizeAsShown(b))) {
    const face = view.row.thumbnailSha256;
    const picture = face === undefined ? undefined : pictures.get(face);
    if (picture && !picture.original && picture.row.sha256 !== view.row.sha256) picture.original = view;
    else {
      const own = { ...view };
      shown.push(own);
      if (face !== undefined) pictures.set(face, own);
    }
  }
  return shown.sort((a, b) => orderOf(views, a) - orderOf(views, b));
}

/** Of a picture and its original, the one that every browser shows comes first, then the smaller one. */
const sizeAsShown = ({ row }: FileView): number => (isSafeImage(row.mimeType) ? row.totalBytes : Infinity);
const orderOf = (views: readonly FileView[], { row }: FileView): number =>
  views.findIndex((view) => view.row.id === row.id);
