import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { registryContract } from '../../tests/server/registry-contract';
import { createMemoryStore } from './memory/store';
import { createSqliteStore } from './sqlite/store';

const directory = mkdtempSync(join(tmpdir(), 'registry-'));
let files = 0;

afterAll(() => rmSync(directory, { recursive: true }));

registryContract('memory', () => Promise.resolve(createMemoryStore()));
registryContract('SQLite', () => createSqliteStore({ path: join(directory, `${++files}.sqlite`) }));
