import Dexie from 'dexie';
import { expect, test } from 'vitest';
import { joinedAs, openDatabase } from '../../tests/sync/replicas';
import { keepDraft, readDraft } from './drafts';
import type { PreparedFile } from './files/keep-file';
import { adoptSite } from './identity/identity';

/** While `isFull` returns true, the storage takes no photo. */
async function openFullDatabase(isFull: () => boolean) {
  const db = openDatabase();
  db.use({
    stack: 'dbcore',
    name: 'no-room',
    create: (core) => ({
      ...core,
      table: (name) => {
        const table = core.table(name);
        return {
          ...table,
          mutate: (request) =>
            name === 'draftFiles' && request.type === 'put' && isFull()
              ? Dexie.Promise.reject(new DOMException('no room', 'QuotaExceededError'))
              : table.mutate(request),
        };
      },
    }),
  });
  await adoptSite(db, 'http://localhost:1', 'A phone', joinedAs('device-1', 1001));
  return db;
}

const photo = (sha256: string): PreparedFile => ({
  ...{ sha256, fileName: 'a.jpg', mimeType: 'image/jpeg', totalBytes: 3 },
  bytes: new ArrayBuffer(3),
});
const name = { form: 'status', record: 'a1' };
const typed = (text: string) => ({
  ...name,
  address: '/',
  about: 'A 1',
  typed: { comment: text },
  begunAt: 1,
});

test('where a photo finds no room the words are kept, and the photos that were kept before', async () => {
  let isFull = false;
  const db = await openFullDatabase(() => isFull);
  const person = await keepDraft(db, typed('It'), [photo('one')], undefined);
  isFull = true;
  const photos = [photo('one'), photo('two')];
  await expect(keepDraft(db, typed('It leaks'), photos, person)).rejects.toThrow('no room');
  const kept = await readDraft(db, name);
  expect(kept?.draft.typed).toEqual({ comment: 'It leaks' });
  expect(kept?.files.map(({ sha256 }) => sha256)).toEqual(['one']);
  isFull = false;
  await keepDraft(db, typed('It leaks'), photos, person);
  expect((await readDraft(db, name))?.files).toHaveLength(2);
});
