// Lists of people that hold passwords in plain: nothing of these is kept once the file is read, and answers have it read again all the same.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImportAnswer } from '#shared/api/import';
import { smallWorkbook } from '../../tests/import/small-workbook';
import { aCentral, type TestCentral } from '../../tests/support/central';

let central: TestCentral;
let folder: string;
let staff: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-secrets-'));
  central = await aCentral({ dataDir: folder, loadsStarterData: false });
  staff = await central.staff();
  await central.call('POST', '/api/regions', { headers: staff, body: { code: 'TS', name: 'Tshopo' } });
});
afterAll(async () => {
  await central.central.close();
  await rm(folder, { recursive: true });
});

async function sent(bytes: Uint8Array | string, name: string): Promise<ImportAnswer> {
  const form = new FormData();
  form.append('table', 'user');
  form.append('file', new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]), name);
  const request = new Request('http://x', { method: 'POST', body: form });
  const answer = await central.central.app.inject({
    method: 'POST',
    url: '/api/imports',
    headers: {
      host: new URL(central.central.origin).host,
      'content-type': request.headers.get('content-type') ?? '',
      ...staff,
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return answer.json<ImportAnswer>();
}

const call = async (method: 'POST' | 'PATCH', path: string, body?: unknown) =>
  (
    await central.call(method, `/api/imports/${path}`, {
      headers: staff,
      ...(body !== undefined && { body }),
    })
  ).json<ImportAnswer>();

async function everythingKept(): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return (await Promise.all(paths.map((one) => readFile(one, 'latin1')))).join('');
}

const heading = ['Identifiant', 'Agent', 'Droits', 'Région', 'Mot de passe'];
const zoe = ['zoe', 'Zoé', 'Lecture', 'Tshopo', 'Soleil-2024'];
const faux = ['faux', 'Faux', 'Magie', 'Tshopo', 'Lune-2024'];
const csv = (...rows: string[][]) => rows.map((row) => row.join(';')).join('\n');
const secrets = ['Soleil-2024', 'Lune-2024'];

it('keeps none of a text, and reads it again by a column that somebody names', async () => {
  const read = await sent(csv(heading, zoe, faux), 'agents.csv');
  expect(read).toMatchObject({ counts: { new: 0 }, unknown: ['Agent', 'Mot de passe'] });
  for (const secret of secrets) expect(await everythingKept()).not.toContain(secret);
  const again = await call('PATCH', read.id, { mapping: { Agent: 'displayName' } });
  expect(again).toMatchObject({ state: 'ready', counts: { new: 1, wrong: 1 } });
  for (const secret of secrets) expect(await everythingKept()).not.toContain(secret);
  expect(await call('POST', `${read.id}/commit`)).toMatchObject({ state: 'imported', saved: 1 });
});

it('reads its letters otherwise when somebody says so, without the file', async () => {
  const bytes = Buffer.from(csv(heading, ['anna', 'Bo~o', 'Lecture', 'Tshopo', 'Mars-2024~']), 'latin1');
  // a letter that each encoding has otherwise
  for (let at = bytes.indexOf('~'); at >= 0; at = bytes.indexOf('~')) bytes[at] = 0x9e;
  const read = await sent(new Uint8Array(bytes), 'agents.csv');
  expect(await everythingKept()).not.toContain('Mars-2024');
  const { encoding } = read.readAs as { encoding: string };
  const other = encoding === 'windows-1250' ? 'windows-1251' : 'windows-1250';
  const again = await call('PATCH', read.id, { answers: { encoding: other } });
  expect(again.readAs).toMatchObject({ encoding: other });
  // parted by another sign it would show what is not kept
  const parted = await call('PATCH', read.id, { answers: { separator: ',' } });
  expect(parted).toMatchObject({ state: 'unreadable', error: { code: 'not-kept' } });
  expect(await call('PATCH', read.id, { answers: { separator: ';' } })).toMatchObject({
    readAs: { encoding: other },
  });
  expect(await everythingKept()).not.toContain('Mars-2024');
});

it('keeps none of any sheet of a workbook, and brings another sheet all the same', async () => {
  // the answer that is remembered from the first list is about a heading that this one has not
  const known = ['Identifiant', 'Nom', 'Droits', 'Région', 'PIN'];
  const read = await sent(
    smallWorkbook({
      Nord: [['Agents'], known, ['un', 'Un', 'Lecture', 'Tshopo', '481516']],
      Sud: [known, ['deux', 'Deux', 'Lecture', 'Tshopo', '234281']],
    }),
    'agents.xlsx',
  );
  const names = await readdir(join(folder, 'imports', read.id));
  expect(names).not.toContain('file');
  const chosen = await call('PATCH', read.id, { answers: { sheet: 'Nord' } });
  expect(chosen).toMatchObject({ counts: { new: 1 }, readAs: { sheet: 'Nord' } });
  const other = await call('POST', `${read.id}/sheets`, { sheet: 'Sud' });
  expect(other).toMatchObject({ counts: { new: 1 }, readAs: { sheet: 'Sud' } });
  for (const pin of ['481516', '234281']) expect(await everythingKept()).not.toContain(pin);
});

it('keeps no file of people that is no table', async () => {
  const read = await sent('%PDF-1.7 Soleil-2024', 'agents.pdf');
  expect(read).toMatchObject({ state: 'unreadable', error: { code: 'pdf' } });
  expect(await everythingKept()).not.toContain('Soleil-2024');
});
