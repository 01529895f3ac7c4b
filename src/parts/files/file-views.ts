/** Files as they are shown: what each is, and where its bytes are. It never claims more than this device knows. */
import type { ReplicaDatabase } from '../../replica/database';
import type { FileCopy, FoldedRow } from '../../replica/records';

export type FileRow = FoldedRow<'file'>;

export type FileState =
  | { kind: 'here' | 'central' | 'elsewhere' }
  | { kind: 'uploading'; percent: number }
  | { kind: 'failed'; errorCode: string };

export interface FileView {
  row: FileRow;
  state: FileState;
}

export function fileState(copy: FileCopy | undefined): FileState {
  if (!copy) return { kind: 'elsewhere' };
  if (copy.state === 'central') return { kind: 'central' };
  if (copy.state === 'failed') return { kind: 'failed', errorCode: copy.errorCode ?? 'unknown' };
  if (copy.sent === 0) return { kind: 'here' };
  return { kind: 'uploading', percent: Math.min(99, Math.floor((copy.sent / copy.size) * 100)) };
}

/** For `live(...)`: the files of an asset and of its logs, by what they hang on, newest first. */
export const filesOf =
  (db: ReplicaDatabase, assetId: string): (() => Promise<Map<string, FileView[]>>) =>
  () =>
    readFiles(db, assetId);

async function readFiles(db: ReplicaDatabase, assetId: string): Promise<Map<string, FileView[]>> {
  const logs = await db.assetLogs.where('assetId').equals(assetId).primaryKeys();
  const owners: [string, string][] = [
    ['asset', assetId],
    ...logs.map((id): [string, string] => ['assetLog', id]),
  ];
  const rows = (await db.files.where('[ownerTable+ownerId]').anyOf(owners).toArray())
    .filter(({ deletedAt }) => deletedAt === undefined)
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const copies = await db.fileCopies.bulkGet(rows.map(({ sha256 }) => sha256));
  const views = new Map<string, FileView[]>();
  for (const [index, row] of rows.entries())
    views.set(row.ownerId, [...(views.get(row.ownerId) ?? []), { row, state: fileState(copies[index]) }]);
  return views;
}
