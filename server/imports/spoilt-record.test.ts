// What a power cut has left of an import keeps no server from starting.
import { mkdtempSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aCentral } from '../../tests/support/central';

test.each(['', '{', 'null', '[]'])('a record that reads %j', async (text) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'waypost-imports-'));
  const folder = join(dataDir, 'imports', 'abc');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'import.json'), text);
  writeFileSync(join(folder, 'journal.jsonl'), '\n{"line":1}\n');
  const { central } = await aCentral({ dataDir });
  expect(existsSync(join(folder, 'journal.jsonl'))).toBe(true);
  await central.close();
});
