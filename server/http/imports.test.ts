// Tables that staff bring to central: read as on a device, and kept with their rows, if the caller may change such tables.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCentral, codeOf, PASSWORD, type TestCentral } from '../../tests/support/central';

interface Answer {
  id: string;
  state: string;
  done: number;
  total: number;
  questions: { code: string; column?: string; value?: string; choices: string[] }[];
  counts: Record<string, number>;
  error?: { code: string; message: string; line?: number };
}
interface Row {
  line: number;
  outcome: string;
  values: Record<string, unknown>;
  issues: { code: string; field?: string; message: string }[];
}

let central: TestCentral;
let folder: string;
let staff: { cookie: string; origin: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imports-'));
  central = await aCentral({ dataDir: folder, loadsStarterData: true });
  staff = await central.staff();
  await central.site(staff, 'RDG', [{ code: 'RDG-VAX', name: 'Ridge' }]);
  await central.site(staff, 'HOS', [
    { code: 'HOS-VAX', name: 'Hospital' },
    { code: 'MAIN', name: 'Main' },
  ]);
  await central.site(staff, 'LAK', [{ code: 'MAIN', name: 'Main of the lake' }]);
});
afterAll(async () => {
  await central.central.close();
  await rm(folder, { recursive: true });
});

type Fields = Record<string, string | Uint8Array>;

async function post(fields: Fields, headers: Record<string, string> = staff) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([Buffer.from(value)]), 'a.csv');
  }
  const request = new Request('http://x', { method: 'POST', body: form });
  return central.central.app.inject({
    method: 'POST',
    url: '/api/imports',
    headers: {
      host: new URL(central.central.origin).host,
      'content-type': request.headers.get('content-type') ?? '',
      ...headers,
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
}

const sent = async (table: string, file: string | Uint8Array, more: Fields = {}): Promise<Answer> =>
  (
    await post({ table, file: typeof file === 'string' ? new TextEncoder().encode(file) : file, ...more })
  ).json<Answer>();
const get = (url: string, headers: Record<string, string> = staff) => central.call('GET', url, { headers });
const rowsOf = async ({ id }: Answer): Promise<Row[]> =>
  (await get(`/api/imports/${id}/rows?limit=200`)).json<{ items: Row[] }>().items;
const caseOf = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../../tests/import/cases/${name}`, import.meta.url)));

const fridges = (...rows: string[]) =>
  ['Asset number,Store,Catalogue item,Functional status,Installed on', ...rows].join('\n');

describe('a table of equipment', () => {
  it('is read with what would be saved of each row', async () => {
    const read = await sent(
      'equipment',
      fridges('R-1,RDG-VAX,E003/007,Functioning,31/12/2024', 'R-2,NOWHERE,E003/007,Broken,2015'),
    );
    expect(read).toMatchObject({
      state: 'ready',
      done: 2,
      total: 2,
      counts: { new: 1, changed: 0, same: 0, wrong: 1 },
    });
    const [first, second] = await rowsOf(read);
    expect(first).toMatchObject({
      ...{ line: 2, outcome: 'new', issues: [] },
      values: { assetNumber: 'R-1', installationDate: '2024-12-31', functionalStatus: 'FUNCTIONING' },
    });
    expect(second?.issues.map(({ code, field }) => [code, field])).toEqual([
      ['waits-for-answer', 'storeId'],
      ['waits-for-answer', 'functionalStatus'],
      ['only-year', 'installationDate'],
    ]);
    expect(second?.issues[2]?.message).toContain('only a year');
    expect(second?.values).toMatchObject({ assetNumber: 'R-2' });
    expect((await get(`/api/imports/${read.id}`)).json()).toMatchObject({ id: read.id, state: 'ready' });
  });

  it('asks which of two stores is meant, and takes site code/store code', async () => {
    const file = fridges('L-1,MAIN,E003/007,Functioning,', 'L-2,LAK/MAIN,E003/007,Functioning,');
    const read = await sent('equipment', file);
    expect(read).toMatchObject({
      state: 'asking',
      questions: [
        { code: 'store', column: 'storeId', value: 'MAIN', choices: ['HOS/MAIN', 'LAK/MAIN', 'leave-out'] },
      ],
      counts: { new: 1, wrong: 1 },
    });
    const byName = await sent('equipment', file, {
      answers: JSON.stringify({ 'store:storeId:MAIN': 'HOS/MAIN' }),
    });
    expect(byName).toMatchObject({ state: 'ready', questions: [], counts: { new: 2 } });
    const [{ code, column, value } = { code: '' }] = read.questions;
    const list = [{ code, column, value, answer: 'HOS/MAIN' }];
    expect(await sent('equipment', file, { answers: JSON.stringify(list) })).toMatchObject({
      state: 'ready',
    });
  });

  it('asks once for a column of dates that could be read in two ways', async () => {
    const file = fridges('D-1,RDG-VAX,E003/007,Functioning,01/02/2021');
    const read = await sent('equipment', file);
    expect(read.questions).toMatchObject([
      { code: 'date-order', column: 'installationDate', choices: ['day-first', 'month-first', 'leave-out'] },
    ]);
    const said = await sent('equipment', file, {
      answers: JSON.stringify({ 'date-order:installationDate': 'month-first' }),
    });
    expect((await rowsOf(said))[0]?.values['installationDate']).toBe('2021-01-02');
  });

  it('takes a mapping by hand', async () => {
    const file = 'Inventarnummer,Lager,functionalStatus,catalogueItemId\nM-1,RDG-VAX,Functioning,E003/007\n';
    const mapping = JSON.stringify({ Inventarnummer: 'assetNumber', Lager: 'storeId' });
    expect(await sent('equipment', file, { mapping })).toMatchObject({ state: 'ready', counts: { new: 1 } });
  });
});

describe('central data', () => {
  it('knows what is there, and asks what the column leaves open', async () => {
    const read = await sent('packVariant', await caseOf('pack-sizes.csv'));
    expect(read).toMatchObject({ state: 'asking', counts: { new: 1, wrong: 2 } });
    expect(read.questions).toMatchObject([
      { code: 'decimal-mark', column: 'packSize', choices: ['.', ',', 'leave-out'] },
    ]);
    const same = await sent('item', 'Code,Name,Unit\nPARA-500,Paracetamol 500 mg,tablet\n');
    expect(same).toMatchObject({ state: 'ready', counts: { new: 0, same: 1 } });
  });
});

describe('what is no table', () => {
  it.each([
    ['old.xls', 'old-excel', undefined],
    ['picture.csv', 'picture', undefined],
    ['quote-unclosed-long.csv', 'open-quote', 3],
  ])('%s is named as what it is', async (name, code, line) => {
    const read = await sent('equipment', await caseOf(name));
    expect(read).toMatchObject({ state: 'unreadable', error: { code, ...(line !== undefined && { line }) } });
    expect(await rowsOf(read)).toEqual([]);
  });

  it('nor a file of which no heading is known', async () => {
    expect(await sent('item', 'Lorem;ipsum\ndolor;sit\n')).toMatchObject({
      ...{ state: 'unreadable', error: { code: 'no-known-column', line: 1 } },
    });
  });

  it.each([
    ['no file', { table: 'item' }, 400],
    ['a table that there is not', { table: 'weather', file: new Uint8Array([65]) }, 400],
    ['answers that are no JSON', { table: 'item', file: new Uint8Array([65]), answers: 'yes' }, 400],
    ['answers of another shape', { table: 'item', file: new Uint8Array([65]), answers: '[1]' }, 400],
  ])('%s is refused', async (_name, fields, status) => {
    expect((await post(fields)).statusCode).toBe(status);
  });

  it('a body that is not multipart is refused', async () => {
    const answer = await central.call('POST', '/api/imports', { body: { table: 'item' }, headers: staff });
    expect([answer.statusCode, codeOf(answer)]).toEqual([415, 'unsupported-type']);
  });
});

it('rows come in pages', async () => {
  const rows = Array.from({ length: 450 }, (_, at) => `C-${at},Étiquette ${at},piece`);
  const read = await sent('item', ['Code,Name,Unit', ...rows].join('\n'));
  const lines: number[] = [];
  let cursor = '';
  do {
    const page = (
      await get(`/api/imports/${read.id}/rows?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`)
    ).json<{
      items: Row[];
      nextCursor?: string;
      total: number;
    }>();
    expect(page.total).toBe(450);
    lines.push(...page.items.map(({ line }) => line));
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  expect(lines).toEqual(Array.from({ length: 450 }, (_, at) => at + 2));
});

describe('rights', () => {
  const person = async (username: string, permissions: string[]) => {
    const user = { username, displayName: username, password: PASSWORD, permissions };
    await central.call('POST', '/api/users', { body: user, headers: staff });
    const answer = await central.call('POST', '/api/session', { body: { username, password: PASSWORD } });
    const cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    return { cookie, origin: central.central.origin };
  };
  const file = new TextEncoder().encode('Code,Name,Unit\nA,B,c\n');

  it('whoever may not change a table neither sends one nor sees it', async () => {
    const reader = await person('reader', ['read-fleet']);
    expect((await post({ table: 'item', file }, reader)).statusCode).toBe(403);
    const read = (await post({ table: 'item', file })).json<Answer>();
    expect((await get(`/api/imports/${read.id}`, reader)).statusCode).toBe(404);
    expect((await get(`/api/imports/${read.id}/rows`, reader)).statusCode).toBe(404);
    const editor = await person('editor', ['edit-variants']);
    expect((await post({ table: 'item', file }, editor)).statusCode).toBe(201);
    expect((await post({ table: 'equipment', file }, editor)).statusCode).toBe(403);
  });

  it('nobody who is not signed in, and no page of another origin', async () => {
    expect((await post({ table: 'item', file }, {})).statusCode).toBe(401);
    expect(
      (await post({ table: 'item', file }, { ...staff, origin: 'https://elsewhere.example' })).statusCode,
    ).toBe(403);
    expect((await get('/api/imports/none')).statusCode).toBe(404);
  });
});
