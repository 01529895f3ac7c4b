/** An import that is saved, or taken back, in two lives of central: each change says one thing (rule C1), and all hold the same. */
import { cpSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CONFIG } from '#shared/change/documents';
import type { Replica } from '../../src/replica/replica';
import { Restored } from './restored';
import { store } from './replicas';

let folder: string;
let programme: Restored;
let phone: Replica;
let tablet: Replica;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imports-restored-'));
  programme = await Restored.start({ dataDir: join(folder, 'data'), loadsStarterData: true });
  phone = await programme.device();
  tablet = await programme.device();
});
afterEach(async () => {
  await programme.stop();
  await rm(folder, { recursive: true });
});

const heading = 'Asset number,Store,Catalogue item,Functional status,Donor,Notes';

async function post(path: string, body: BodyInit | undefined): Promise<{ id: string; state: string }> {
  const answer = await programme.send(path, { method: 'POST', ...(body !== undefined && { body }) });
  return (await answer.json()) as { id: string; state: string };
}

function read(table: string, lines: readonly string[]): Promise<{ id: string }> {
  const form = new FormData();
  form.append('table', table);
  form.append('file', new Blob([lines.join('\n')]), 'a.csv');
  return post('/api/imports', form);
}

const fridges = (donor: string) =>
  read('equipment', [
    heading,
    ...Array.from({ length: 12 }, (_, at) => `N-${at},${store.code},E003/007,Functioning,${donor},`),
  ]);

async function run({ id }: { id: string }, what: 'commit' | 'undo'): Promise<void> {
  const { state } = await post(`/api/imports/${id}/${what}`, undefined);
  expect(state).toBe(what === 'commit' ? 'imported' : 'undone');
}

/** The act is done in one life, a device hears of it, and it is done again in another life before that device comes. */
async function twice(act: () => Promise<void>): Promise<void> {
  const backup = await programme.backup();
  const imports = join(folder, 'data', 'imports');
  cpSync(imports, join(folder, 'backup'), { recursive: true });
  await act();
  await programme.visit(tablet);
  await programme.restore(backup, () => {
    rmSync(imports, { recursive: true });
    cpSync(join(folder, 'backup'), imports, { recursive: true });
  });
  await act();
  for (const one of [tablet, phone, tablet, phone]) await programme.visit(one);
}

async function expectAlike(): Promise<void> {
  const said = new Map<string, Set<string>>();
  for (const { change } of await programme.database.changes.after(0, 10_000))
    said.set(change.id, (said.get(change.id) ?? new Set()).add(JSON.stringify(change)));
  expect([...said.values()].filter((texts) => texts.size > 1)).toEqual([]);
  for (const document of [CONFIG, programme.document]) {
    const root = await programme.rootAtCentral(document);
    const roots = await Promise.all([phone, tablet].map((one) => programme.rootAt(one, document)));
    expect(roots).toEqual([root, root]);
  }
}

const donors = async (): Promise<unknown[]> =>
  Promise.all(
    [phone, tablet].map(async ({ db }) => {
      const assets = (await db.assets.toArray()).filter(({ deletedAt }) => deletedAt === undefined);
      return [assets.length, ...new Set(assets.map(({ donor }) => donor))];
    }),
  );

it('[C1] of new equipment', async () => {
  const first = await fridges('Unicef');
  await twice(() => run(first, 'commit'));
  await expectAlike();
  expect(await donors()).toEqual([
    [12, 'Unicef'],
    [12, 'Unicef'],
  ]);
  // taken back, nothing of either life stays
  await run(first, 'undo');
  for (const one of [phone, tablet]) await programme.visit(one);
  expect(await donors()).toEqual([[0], [0]]);
});

it('[C1] of edits to equipment, and what takes them back', async () => {
  await run(await fridges('Unicef'), 'commit');
  await programme.visit(phone);
  const second = await fridges('Gavi');
  await twice(() => run(second, 'commit'));
  await expectAlike();
  expect(await donors()).toEqual([
    [12, 'Gavi'],
    [12, 'Gavi'],
  ]);
  await twice(async () => run(second, 'undo'));
  await expectAlike();
  expect(await donors()).toEqual([
    [12, 'Unicef'],
    [12, 'Unicef'],
  ]);
});

it('[C1] of central data', async () => {
  const items = await read('item', [
    'Code,Name,Unit',
    ...['A', 'B'].map((code) => `${code},Item ${code},dose`),
  ]);
  await twice(() => run(items, 'commit'));
  await expectAlike();
});
