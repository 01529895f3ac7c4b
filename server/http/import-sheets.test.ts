// A workbook whose equipment lies on two sheets: central asks which, and reads the other as a list of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImportAnswer } from '#shared/api/import';
import { facilitiesOf, ministryWorkbook } from '../../tests/import/ministry';
import { aCentral, codeOf, type TestCentral } from '../../tests/support/central';

let central: TestCentral;
let folder: string;
let staff: Record<string, string>;
const facilities = facilitiesOf(4);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-sheets-'));
  central = await aCentral({ dataDir: folder, loadsStarterData: true });
  staff = await central.staff();
  for (const { code, name } of facilities) await central.site(staff, code, [{ code, name }]);
});
afterAll(async () => {
  await central.central.close();
  await rm(folder, { recursive: true });
});

const call = (method: 'POST' | 'PATCH' | 'GET', path: string, body?: unknown) =>
  central.call(method, `/api/imports${path}`, { headers: staff, ...(body !== undefined && { body }) });

async function sent(bytes: Uint8Array): Promise<ImportAnswer> {
  const form = new FormData();
  form.append('table', 'equipment');
  form.append('file', new Blob([new Uint8Array(bytes)]), 'inventaire.xlsx');
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

it('asks for the sheet, and reads the other one as a list of its own', async () => {
  const models = [{ code: 'E003/007', manufacturer: 'Vestfrost', model: 'MK 304' }];
  const read = await sent(ministryWorkbook({ rows: 30, facilities, models, sheets: 2 }));
  const names = ['Inventaire 2024', 'Inventaire 2024 (2)'] as const;
  expect(read.questions.filter(({ code }) => code === 'sheet')).toMatchObject([{ choices: names }]);
  const first = (await call('PATCH', `/${read.id}`, { answers: { sheet: names[0] } })).json<ImportAnswer>();
  const made = await call('POST', `/${read.id}/sheets`, { sheet: names[1] });
  expect(made.statusCode).toBe(201);
  const second = made.json<ImportAnswer>();
  expect(second.id).not.toBe(first.id);
  expect(second).toMatchObject({ fileName: 'inventaire.xlsx (Inventaire 2024 (2))', total: 16 });
  expect([first.total, (await call('GET', `/${read.id}`)).json<ImportAnswer>().readAs]).toMatchObject([
    16,
    { sheet: names[0] },
  ]);
  expect(second.readAs).toMatchObject({ sheet: names[1] });
  // neither offers what the other brings
  const again = (await call('GET', `/${first.id}`)).json<ImportAnswer>();
  expect([again.broughtSheets, second.broughtSheets]).toEqual([[names[1]], [names[0]]]);

  const answers = first.questions.map(({ choices, guess, ...about }) => ({
    ...{ code: about.code, column: about.column, value: about.value },
    answer: guess ?? choices[0] ?? '',
  }));
  const settled = (await call('PATCH', `/${first.id}`, { answers })).json<ImportAnswer>();
  for (const { code, column = '', choices } of settled.questions)
    await call('PATCH', `/${first.id}`, { answers: [{ code, column, answer: choices[0] ?? '' }] });
  expect((await call('POST', `/${first.id}/commit`)).json()).toMatchObject({ state: 'imported' });
  const late = await call('POST', `/${first.id}/sheets`, { sheet: names[1] });
  expect([late.statusCode, codeOf(late)]).toEqual([409, 'not-now']);
});
