/** Files of devices in tests: ready to be kept, sent in a world whose time runs fast, fetched as a page does. */
import type { World } from '../../src/engine/world';
import { centralOf } from '../../src/central-api/central';
import type { FoldedRow } from '../../src/replica/records';
import { openFile } from '../../src/features/files/pieces/open-file';
import type { PreparedFile } from '../../src/replica/files/keep-file';
import { readIdentity } from '../../src/replica/identity/identity';
import type { Replica } from '../../src/replica/replica';
import { sha256Of } from '../server/upload';
import { store } from './replicas';

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

export const preparedFile = (bytes: Uint8Array, thumbnail?: Uint8Array): PreparedFile => ({
  fileName: 'fridge.jpg',
  mimeType: 'image/jpeg',
  totalBytes: bytes.length,
  sha256: sha256Of(bytes),
  bytes: bufferOf(bytes),
  ...(thumbnail && {
    thumbnail: { sha256: sha256Of(thumbnail), mimeType: 'image/jpeg', bytes: bufferOf(thumbnail) },
  }),
});

/** Fifty seconds pass in one. */
export function fastWorld(): Partial<World> {
  const began = Date.now();
  return {
    now: () => began + (Date.now() - began) * 50,
    after: (ms, run) => {
      const timer = setTimeout(run, ms / 50);
      return () => clearTimeout(timer);
    },
  };
}

export async function fetchFileFor({ db }: Replica, row: FoldedRow<'file'> | undefined) {
  const identity = await readIdentity(db);
  if (!identity || !row) throw new Error('no device, or no such file');
  const { sha256, fileName, mimeType } = row;
  const wanted = { sha256, fileName, mimeType, storeId: store.id, isThumbnail: false, now: Date.now() };
  return openFile(db, centralOf(identity), wanted);
}
