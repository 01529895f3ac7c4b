import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { v6Contract } from '../../tests/server/v6-store/contract';
import { createMemoryStore } from './memory/store';
import { createSqliteStore } from './sqlite/store';

const directory = mkdtempSync(join(tmpdir(), 'v6-'));
let files = 0;

afterAll(() => rmSync(directory, { recursive: true }));

v6Contract('memory', () => Promise.resolve(createMemoryStore()));
v6Contract('SQLite', () => createSqliteStore({ path: join(directory, `${++files}.sqlite`) }));
