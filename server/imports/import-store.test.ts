// A power cut in the middle of a line costs the entry that was being noted, and none after it.
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ImportStore } from './import-store';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('what is noted after half a line is read again', async () => {
  const kept = new ImportStore(folder, () => 0);
  await kept.putFile('i', new Uint8Array());
  await kept.addToJournal('i', [{ line: 2, said: [] }]);
  await appendFile(join(folder, 'i', 'journal.jsonl'), '{"line":3,"sa');
  await kept.addToJournal('i', [
    { line: 4, said: [] },
    { line: 5, said: [] },
  ]);
  await kept.addToJournal('i', [{ line: 6, said: [] }]);
  expect((await kept.journal('i')).map(({ line }) => line)).toEqual([2, 4, 5, 6]);
});
