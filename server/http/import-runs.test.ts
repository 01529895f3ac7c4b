// Rows that were read are saved, stopped, gone on with and taken back: nothing twice, and nothing over values that somebody recorded
// meanwhile.
import { copyFileSync, cpSync, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeDocument } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import type { CentralDatabase } from '../database/port/central-database';
import { DatabaseUnwritable } from '../database/port/central-database';
import { newId } from '../new-id';
import { aCentral, codeOf, type TestCentral } from '../../tests/support/central';
import { newDatabasePath, openTestDatabase } from '../../tests/support/database';

interface Answer {
  id: string;
  state: string;
  done: number;
  total: number;
  counts: Record<string, number>;
  saved?: number;
  left?: { line: number; code: string; message: string }[];
  kept?: { line: number; entity: string; entityId: string; fields: string[] }[];
}
interface Asset {
  id: string;
  assetNumber: string;
  storeId: string;
  notes?: string;
  donor?: string;
  functionalStatus?: string;
}

let central: TestCentral;
let database: CentralDatabase;
let folder: string;
let staff: { cookie: string; origin: string };
let storeId: string;
let isUnwritable = false;
const path = newDatabasePath();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-runs-'));
  const real = await openTestDatabase(path);
  database = Object.create(real, {
    transaction: {
      value: (work: Parameters<CentralDatabase['transaction']>[0]) =>
        isUnwritable ? Promise.reject(new DatabaseUnwritable()) : real.transaction(work),
    },
  }) as CentralDatabase;
  central = await aCentral({ database, dataDir: folder, loadsStarterData: true });
  staff = await central.staff();
  const site = await central.site(staff, 'RDG', [{ code: 'RDG-VAX', name: 'Ridge' }]);
  storeId = site.stores[0]?.id ?? '';
});
afterAll(async () => {
  await central.central.close();
  await rm(folder, { recursive: true });
});

async function sent(table: string, rows: readonly string[]): Promise<Answer> {
  const form = new FormData();
  form.append('table', table);
  form.append('file', new Blob([rows.join('\n')]), 'a.csv');
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
  return answer.json<Answer>();
}

const heading = 'Asset number,Store,Catalogue item,Functional status,Donor,Notes';
const fridges = (...rows: string[]) => sent('equipment', [heading, ...rows]);
const call = (method: 'GET' | 'POST', url: string, body?: unknown) =>
  central.call(method, url, { headers: staff, ...(body !== undefined && { body }) });
const run = async (read: { id: string }, what: 'commit' | 'stop' | 'undo'): Promise<Answer> =>
  (await call('POST', `/api/imports/${read.id}/${what}`)).json<Answer>();
const assets = async (q: string): Promise<Asset[]> =>
  (await call('GET', `/api/assets?storeId=${storeId}&q=${q}&limit=200&sort=assetNumber`)).json<{
    items: Asset[];
  }>().items;
const assetOf = async (q: string): Promise<Asset> => {
  const [found] = await assets(q);
  if (!found) throw new Error(`no asset ${q}`);
  return found;
};

/** A change of an asset by the field. */
async function say(kind: string, entityId: string, patch: Record<string, unknown>): Promise<void> {
  const now = Date.now();
  const deviceId = 'phone-1';
  const change = {
    ...{ id: newId(now), hlc: formatHlc({ ms: now, counter: 0, deviceId }), userId: 'nurse', deviceId, n: 1 },
    ...{ kind, entityId, patch },
  };
  const document = storeDocument(storeId, new Date(now).getUTCFullYear());
  const answer = await call('POST', '/api/changes', { document, changes: [change] });
  expect(answer.json()).toMatchObject({ refused: [] });
}

describe('what was read is saved', () => {
  it('row by row; wrong rows stay out; a second time says nothing again', async () => {
    const read = await fridges(
      'A-1,RDG-VAX,E003/007,Functioning,,',
      'A-2,RDG-VAX,E003/007,Functioning,Unicef,',
      'A-3,NOWHERE,,,,',
    );
    const done = await run(read, 'commit');
    expect(done).toMatchObject({ state: 'imported', done: 3, total: 3, saved: 2, left: [] });
    expect(await assets('A-')).toMatchObject([
      { assetNumber: 'A-1', functionalStatus: 'FUNCTIONING' },
      { assetNumber: 'A-2', donor: 'Unicef' },
    ]);
    expect(await run(read, 'commit')).toMatchObject({ state: 'imported', saved: 2 });
    expect(await assets('A-')).toHaveLength(2);
    const again = await fridges(
      'A-1,RDG-VAX,E003/007,Functioning,,',
      'A-2,RDG-VAX,E003/007,Functioning,Unicef,',
    );
    expect(again.counts).toMatchObject({ new: 0, changed: 0, same: 2 });
    const audit = (await call('GET', '/api/audit?limit=50')).body;
    expect(audit).toContain('import.commit');
  });

  it('not while it asks something', async () => {
    const read = await sent('equipment', [
      'Asset number,Store,Catalogue item,Installed on',
      'Q-1,RDG-VAX,E003/007,01/02/2021',
    ]);
    expect(read.state).toBe('asking');
    const answer = await call('POST', `/api/imports/${read.id}/commit`);
    expect([answer.statusCode, codeOf(answer)]).toEqual([409, 'not-now']);
    expect((await call('POST', `/api/imports/${read.id}/undo`)).statusCode).toBe(409);
    expect((await call('POST', '/api/imports/none/commit')).statusCode).toBe(404);
  });

  it('never over what somebody said after the file was read', async () => {
    await run(
      await fridges('M-1,RDG-VAX,E003/007,Functioning,Before,', 'M-2,RDG-VAX,E003/007,Functioning,Before,'),
      'commit',
    );
    const { id } = await assetOf('M-1');
    const read = await fridges(
      'M-1,RDG-VAX,E003/007,,From the file,',
      'M-2,RDG-VAX,E003/007,,From the file,',
    );
    expect(read.counts).toMatchObject({ changed: 2 });
    await say('asset.edit', id, { donor: 'From the field' });
    const done = await run(read, 'commit');
    expect(done).toMatchObject({
      state: 'imported',
      saved: 1,
      left: [{ line: 2, code: 'changed-meanwhile' }],
    });
    expect(done.left?.[0]?.message).toContain('Somebody changed this');
    expect((await assetOf('M-1')).donor).toBe('From the field');
    expect((await assetOf('M-2')).donor).toBe('From the file');
  });

  it('never as the last status over one that was recorded after the file was read, unless the file says when', async () => {
    await run(
      await fridges('N-1,RDG-VAX,E003/007,Functioning,,', 'N-2,RDG-VAX,E003/007,Functioning,,'),
      'commit',
    );
    const read = await fridges(
      'N-1,RDG-VAX,E003/007,Decommissioned,,',
      'N-2,RDG-VAX,E003/007,Decommissioned,,',
    );
    expect(read.counts).toMatchObject({ changed: 2 });
    const { id } = await assetOf('N-1');
    await say('assetLog.add', newId(Date.now()), {
      ...{ assetId: id, type: 'STATUS_UPDATE', functionalStatus: 'NOT_IN_USE' },
      ...{ loggedAt: new Date().toISOString(), createdAt: new Date().toISOString() },
    });
    expect(await run(read, 'commit')).toMatchObject({
      saved: 1,
      left: [{ line: 2, code: 'changed-meanwhile' }],
    });
    expect((await assetOf('N-1')).functionalStatus).toBe('NOT_IN_USE');
    expect((await assetOf('N-2')).functionalStatus).toBe('DECOMMISSIONED');
  });

  it('with a warning where a list of before names what was removed since', async () => {
    await run(
      await fridges('G-1,RDG-VAX,E003/007,Functioning,,', 'G-2,RDG-VAX,E003/007,Functioning,,'),
      'commit',
    );
    await say('asset.edit', (await assetOf('G-1')).id, { deletedAt: new Date().toISOString() });
    const read = await fridges('G-1,RDG-VAX,E003/007,Functioning,,', 'G-2,RDG-VAX,E003/007,Functioning,,');
    expect(read.counts).toMatchObject({ new: 1, same: 1 });
    const { items } = (await call('GET', `/api/imports/${read.id}/rows?limit=10`)).json<{
      items: { line: number; issues: { code: string; message: string }[] }[];
    }>();
    const warned = items.filter(({ issues }) => issues.some(({ code }) => code === 'was-removed'));
    expect(warned).toMatchObject([
      { line: 2, issues: [{ message: 'G-1 was removed and may be the same.' }] },
    ]);
  });

  it('of central data too, under the rights of who commits', async () => {
    const read = await sent('item', ['Code,Name,Unit', 'ZN-1,Zinc 20 mg,tablet', 'ZN-2,Zinc syrup,bottle']);
    expect(await run(read, 'commit')).toMatchObject({ state: 'imported', saved: 2 });
    const changed = await sent('item', [
      'Code,Name,Unit',
      'ZN-1,Zinc sulfate 20 mg,tablet',
      'ZN-2,Zinc syrup,bottle',
    ]);
    expect(changed.counts).toMatchObject({ changed: 1, same: 1 });
    expect(await run(changed, 'commit')).toMatchObject({ saved: 1 });
    const items = await database.rows.all('item');
    const named = () => items.find(({ code }) => code === 'ZN-1')?.name;
    expect(named()).toBe('Zinc sulfate 20 mg');
    expect(await run(changed, 'undo')).toMatchObject({ state: 'undone', kept: [] });
    expect((await database.rows.all('item')).find(({ code }) => code === 'ZN-1')?.name).toBe('Zinc 20 mg');
    expect(await run(read, 'undo')).toMatchObject({
      state: 'undone',
      kept: [{ line: 2, entity: 'item', fields: [] }],
    });
  });
});

describe('an import is undone as a whole', () => {
  it('what is new is removed; what somebody wrote to stays, and is listed', async () => {
    const read = await fridges(
      'U-1,RDG-VAX,E003/007,Functioning,,',
      'U-2,RDG-VAX,E003/007,Functioning,,',
      'U-3,RDG-VAX,E003/007,Functioning,,',
    );
    await run(read, 'commit');
    const [, second, third] = await assets('U-');
    await say('asset.edit', second?.id ?? '', { notes: 'Seen' });
    await say('assetLog.add', newId(Date.now()), {
      ...{ assetId: third?.id ?? '', type: 'STATUS_UPDATE', functionalStatus: 'DECOMMISSIONED' },
      ...{ loggedAt: new Date().toISOString(), createdAt: new Date().toISOString() },
    });
    const undone = await run(read, 'undo');
    expect(undone.state).toBe('undone');
    expect(undone.kept?.filter(({ entity }) => entity === 'asset').map(({ line }) => line)).toEqual([3, 4]);
    expect((await assets('U-')).map(({ assetNumber }) => assetNumber)).toEqual(['U-2', 'U-3']);
    expect(await run(read, 'undo')).toMatchObject({ state: 'undone' });
    expect((await call('POST', `/api/imports/${read.id}/commit`)).statusCode).toBe(409);
  });

  it('what was changed goes back, field by field; a status that it said is voided', async () => {
    await run(await fridges('V-1,RDG-VAX,E003/007,Functioning,Old donor,Old notes'), 'commit');
    const { id } = await assetOf('V-1');
    const read = await fridges('V-1,RDG-VAX,E003/007,Decommissioned,New donor,New notes');
    await run(read, 'commit');
    expect(await assetOf('V-1')).toMatchObject({ donor: 'New donor', functionalStatus: 'DECOMMISSIONED' });
    await say('asset.edit', id, { notes: 'Seen by the nurse' });
    const undone = await run(read, 'undo');
    expect(undone).toMatchObject({
      state: 'undone',
      kept: [{ line: 2, entity: 'asset', entityId: id, fields: ['notes'] }],
    });
    expect(await assetOf('V-1')).toMatchObject({
      ...{ donor: 'Old donor', notes: 'Seen by the nurse', functionalStatus: 'FUNCTIONING' },
    });
  });
});

describe('an import is cut', () => {
  const many = (prefix: string) =>
    Array.from(
      { length: 420 },
      (_, at) => `${prefix}-${String(at).padStart(3, '0')},RDG-VAX,E003/007,Functioning,,`,
    );
  const count = async (prefix: string): Promise<number> => {
    const { total } = (await call('GET', `/api/assets?storeId=${storeId}&q=${prefix}-&limit=1`)).json<{
      total: number;
    }>();
    return total;
  };

  /** Ends when some rows are saved. */
  async function begun(read: { id: string }): Promise<void> {
    let now = read as Answer;
    while (now.state === 'ready' || (now.state === 'importing' && now.done === 0)) {
      // calls inside one process never let others have a turn
      await setImmediate();
      now = (await call('GET', `/api/imports/${read.id}`)).json<Answer>();
    }
    expect(now).toMatchObject({ state: 'importing' });
  }

  it('stopped, it says how far it is, and goes on where it was', async () => {
    const read = await fridges(...many('ST'));
    const committing = run(read, 'commit');
    await begun(read);
    await run(read, 'stop');
    const state = await committing;
    expect(state.state).toBe('stopped');
    expect(await count('ST')).toBe(state.saved);
    expect(state.saved).toBeLessThan(420);
    expect(await run(read, 'commit')).toMatchObject({ state: 'imported', saved: 420, left: [] });
    expect(await count('ST')).toBe(420);
  });

  it('what was changed before and after a stop goes back as a whole', async () => {
    const rows = (status: string, donor: string) =>
      Array.from(
        { length: 210 },
        (_, at) => `SU-${String(at).padStart(3, '0')},RDG-VAX,E003/007,${status},${donor},`,
      );
    await run(await fridges(...rows('Functioning', 'Old')), 'commit');
    const read = await fridges(...rows('Decommissioned', 'New'));
    expect(read.counts).toMatchObject({ changed: 210 });
    const committing = run(read, 'commit');
    await begun(read);
    await run(read, 'stop');
    expect((await committing).state).toBe('stopped');
    expect(await run(read, 'commit')).toMatchObject({ state: 'imported', saved: 210, left: [] });
    expect(await run(read, 'undo')).toMatchObject({ state: 'undone', kept: [] });
    const standing = new Set(
      (await assets('SU-')).map(({ donor, functionalStatus }) => `${donor} ${functionalStatus}`),
    );
    expect([...standing]).toEqual(['Old FUNCTIONING']);
  });

  it('a disk that takes nothing stops it, and nothing is lost or doubled', async () => {
    const read = await fridges(...many('DK'));
    const committing = run(read, 'commit');
    await begun(read);
    isUnwritable = true;
    const stopped = await committing;
    isUnwritable = false;
    expect(stopped).toMatchObject({ state: 'stopped', error: { code: 'not-saved' } });
    expect(await run(read, 'commit')).toMatchObject({ state: 'imported', saved: 420 });
    expect(await count('DK')).toBe(420);
    expect(await run(read, 'undo')).toMatchObject({ state: 'undone', kept: [] });
    expect(await count('DK')).toBe(0);
  });

  it('a server that ends in the middle goes on by itself at its next start', async () => {
    const read = await fridges(...many('KL'));
    const committing = run(read, 'commit').catch(() => undefined);
    await begun(read);
    await central.central.close();
    await committing;
    database = await openTestDatabase(path);
    central = await aCentral({ database, dataDir: folder, loadsStarterData: true });
    staff = await central.staff();
    const state = async () => (await call('GET', `/api/imports/${read.id}`)).json<Answer>();
    await expect.poll(async () => (await state()).state, { timeout: 120_000 }).toBe('imported');
    expect(await state()).toMatchObject({ saved: 420, left: [] });
    expect(await count('KL')).toBe(420);
  });

  it('a server that is killed in the middle goes on by itself, and doubles nothing', async () => {
    const read = await fridges(...many('KI'));
    const committing = run(read, 'commit');
    await begun(read);
    // what lies on the disks at this moment is what a kill leaves
    const [killed, left] = [newDatabasePath(), `${folder}-killed`];
    for (const end of ['', '-wal']) if (existsSync(path + end)) copyFileSync(path + end, killed + end);
    cpSync(folder, left, { recursive: true });
    await committing;
    const other = await aCentral({
      database: await openTestDatabase(killed),
      dataDir: left,
      loadsStarterData: true,
    });
    const own = await other.staff();
    const asked = async <Body>(url: string) => (await other.call('GET', url, { headers: own })).json<Body>();
    const state = () => asked<Answer>(`/api/imports/${read.id}`);
    await expect.poll(async () => (await state()).state, { timeout: 120_000 }).toBe('imported');
    expect(await state()).toMatchObject({ saved: 420, left: [] });
    const { total } = await asked<{ total: number }>(`/api/assets?storeId=${storeId}&q=KI&limit=1`);
    expect(total).toBe(420);
    await other.central.close();
    await rm(left, { recursive: true });
  });
});
