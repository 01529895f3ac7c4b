import { expect, it } from 'vitest';
import type { InboxRow, KeptFor } from '../../../server/database/port/v6';
import { HILL, LATER, pushed, VALLEY, type Scene } from './scene';

const ids = (rows: readonly { recordId: string }[]): string[] => rows.map(({ recordId }) => recordId);
const missing: KeptFor = { code: 'unknown-asset', words: 'Its asset is not known.', waitsFor: 'a1' };

const change = { id: 'c1', hlc: 'h', userId: 'u', deviceId: 'd', n: 4, kind: 'k', entityId: 'a1', patch: {} };
const plan = [{ document: 'store/s/2026', change }];

async function first(scene: Scene): Promise<InboxRow> {
  const [row] = await scene.waiting();
  if (!row) throw new Error('nothing waits');
  return row;
}

export function inboxContract(scene: () => Scene): void {
  it('gives rows by the rank of their table, then as they came, and those of other tables last', async () => {
    await scene().speaking();
    const records = [
      pushed('course', 'x'),
      pushed('asset_log', 'l1'),
      pushed('asset', 'a2'),
      pushed('asset', 'a1'),
    ];
    await scene().push(records);
    await scene().push([pushed('asset', 'other')], false, VALLEY);
    const order: string[] = [];
    for (let rows = await scene().waiting(); rows.length > 0; rows = await scene().waiting()) {
      order.push(...ids(rows));
      await scene().v6.inbox.finish(rows.map((row) => ({ row })));
    }
    expect(order).toEqual(['a2', 'a1', 'l1', 'x']);
    expect(ids(await scene().waiting(100, VALLEY))).toEqual(['other']);
  });

  it('gives as many as are asked for, whole', async () => {
    await scene().speaking();
    const data = { id: 'a1', notes: 'né 𝄞', nested: { list: [1, null, true] } };
    await scene().push([pushed('asset', 'a1', { data }), pushed('asset', 'a2', { data: null })]);
    const [row, ...rest] = await scene().waiting(1);
    expect(rest).toEqual([]);
    expect(row).toEqual({
      id: expect.any(Number),
      siteId: HILL,
      table: 'asset',
      recordId: 'a1',
      action: 'Insert',
      data,
      receivedAt: '2026-01-01T00:00:00.000Z',
    });
    expect((await scene().waiting())[1]).toMatchObject({ recordId: 'a2', data: null });
  });

  it('keeps the same content of a record once, and another content or action beside it', async () => {
    await scene().speaking();
    const record = pushed('asset', 'a1');
    await scene().push([record, record]);
    await scene().push([record]);
    expect(await scene().waiting()).toHaveLength(1);
    await scene().push([
      pushed('asset', 'a1', { data: { id: 'a1', notes: 'x' } }),
      pushed('asset', 'a1', { action: 'Delete' }),
      pushed('asset_log', 'a1'),
    ]);
    const rows = await scene().waiting();
    expect(rows.map(({ action, data }) => [action, data])).toEqual([
      ['Insert', { id: 'a1' }],
      ['Insert', { id: 'a1', notes: 'x' }],
      ['Delete', { id: 'a1' }],
    ]);
  });

  it('integrates from the last batch on, until nothing waits', async () => {
    const { inbox } = await scene().speaking();
    expect(await scene().push([pushed('asset', 'a1')])).toBe(false);
    expect(await inbox.isIntegrating(HILL)).toBe(false);
    expect(await scene().push([], true)).toBe(true);
    expect(await inbox.isIntegrating(HILL)).toBe(true);
    expect(await inbox.integrating()).toEqual([HILL]);
    await inbox.end(HILL);
    expect(await inbox.isIntegrating(HILL)).toBe(true);
    await inbox.finish([{ row: await first(scene()) }]);
    await inbox.end(HILL);
    expect(await inbox.isIntegrating(HILL)).toBe(false);
    await inbox.begin([HILL, VALLEY]);
    expect((await inbox.integrating()).sort()).toEqual([HILL, VALLEY]);
  });

  it('an integration ends with the last of its records, and a push of nothing begins none', async () => {
    const { inbox } = await scene().speaking();
    expect(await scene().push([pushed('asset', 'a1'), pushed('asset', 'a2')], true)).toBe(true);
    const ending = { siteId: HILL, had: [], again: [] };
    await inbox.finish([{ row: await first(scene()) }], ending);
    expect(await inbox.isIntegrating(HILL)).toBe(true);
    await inbox.finish([{ row: await first(scene()) }], ending);
    expect(await inbox.isIntegrating(HILL)).toBe(false);
    expect(await scene().push([], true)).toBe(false);
    expect(await inbox.isIntegrating(HILL)).toBe(false);
  });

  it('keeps a plan with its row until that is kept or pushed again', async () => {
    const { inbox } = await scene().speaking();
    await scene().push([pushed('asset', 'a1')]);
    const { id } = await first(scene());
    await inbox.savePlans([{ id, plan }]);
    expect((await first(scene())).plan).toEqual(plan);
    await scene().push([pushed('asset', 'a1')]);
    expect(await first(scene())).not.toHaveProperty('plan');
    await inbox.savePlans([{ id, plan }]);
    await inbox.finish([{ row: await first(scene()), kept: missing }]);
    await inbox.wake({ codes: [missing.code, 'bad-field'] });
    expect(await first(scene())).not.toHaveProperty('plan');
  });

  it('keeps what cannot be integrated, with the reason, and lets it be tried again', async () => {
    const { inbox } = await scene().speaking();
    await scene().push([pushed('asset_log', 'l1'), pushed('asset_log', 'l2')]);
    const [one, two] = await scene().waiting();
    if (!one || !two) throw new Error('nothing waits');
    await inbox.finish([
      { row: one, kept: missing },
      { row: two, kept: { code: 'bad-field', words: 'It cannot be read.' } },
    ]);
    expect(await scene().waiting()).toEqual([]);
    expect(await inbox.count()).toEqual({ waiting: 0, kept: 2 });
    expect(await inbox.kept({ limit: 10 })).toEqual({
      items: [
        { ...one, ...missing },
        { ...two, code: 'bad-field', words: 'It cannot be read.' },
      ],
      total: 2,
    });
    expect(await inbox.wake({ ids: ['a2'] })).toEqual([]);
    expect(await inbox.wake({ ids: ['a2', 'a1'] })).toEqual([HILL]);
    expect(await scene().waiting()).toEqual([one]);
    await scene().push([pushed('asset', 'a9')], false, VALLEY);
    expect(await inbox.count()).toEqual({ waiting: 2, kept: 1 });
    // no site waits for it; a stop must not make it wait for ever
    expect(await inbox.integrating()).toEqual([]);
    expect(await inbox.unfinished()).toEqual([HILL]);
    expect(await inbox.wake({ codes: ['not-yours'] })).toEqual([]);
    expect(await inbox.wake({ codes: [missing.code, 'bad-field'], siteId: VALLEY })).toEqual([]);
    expect(ids((await inbox.kept({ limit: 10 })).items)).toEqual(['l2']);
    expect(await inbox.wake({ codes: [missing.code, 'bad-field'], siteId: HILL })).toEqual([HILL]);
    expect(ids(await scene().waiting())).toEqual(['l1', 'l2']);
  });

  it('says anew why a record is kept, and lets it wait for what it waited for', async () => {
    const { inbox } = await scene().speaking();
    await scene().push([pushed('asset', 'a1'), pushed('asset', 'a2')]);
    await inbox.finish((await scene().waiting()).map((row) => ({ row, kept: missing })));
    const why = { code: 'file-too-large', words: 'It is too large.' };
    await inbox.explain(HILL, { table: 'asset', recordId: 'a2' }, why);
    await inbox.explain(VALLEY, { table: 'asset', recordId: 'a1' }, why);
    const { items } = await inbox.kept({ limit: 10 });
    expect(items).toMatchObject([missing, { ...why, waitsFor: missing.waitsFor }]);
    expect(await inbox.wake({ ids: ['a1'] })).toEqual([HILL]);
  });

  it('keeps only the latest version of a record, and none once one is integrated', async () => {
    const { inbox } = await scene().speaking();
    for (const notes of ['first', 'second']) {
      await scene().push([pushed('asset', 'a1', { data: { notes } })]);
      await inbox.finish([{ row: await first(scene()), kept: missing }]);
    }
    expect((await inbox.kept({ limit: 10 })).items.map(({ data }) => data)).toEqual([{ notes: 'second' }]);
    await scene().push([pushed('asset', 'a1', { data: { notes: 'third' } })]);
    await inbox.finish([{ row: await first(scene()) }]);
    expect((await inbox.kept({ limit: 10 })).total).toBe(0);
  });

  it('lists what is kept of one site or of all, by pages', async () => {
    const { inbox } = await scene().speaking();
    for (const siteId of [HILL, VALLEY]) {
      await scene().push(
        [pushed('asset_log', `1 ${siteId}`), pushed('asset_log', `2 ${siteId}`)],
        false,
        siteId,
      );
      const rows = await scene().waiting(10, siteId);
      await inbox.finish(rows.map((row) => ({ row, kept: missing })));
    }
    expect(ids((await inbox.kept({ siteId: VALLEY, limit: 10 })).items)).toEqual([
      `1 ${VALLEY}`,
      `2 ${VALLEY}`,
    ]);
    const page = await inbox.kept({ limit: 3 });
    expect(page).toMatchObject({ total: 4, items: { length: 3 }, nextCursor: expect.any(String) });
    const rest = await inbox.kept({ limit: 3, cursor: page.nextCursor ?? '' });
    expect(ids([...page.items, ...rest.items])).toEqual([
      `1 ${HILL}`,
      `2 ${HILL}`,
      `1 ${VALLEY}`,
      `2 ${VALLEY}`,
    ]);
    expect(rest).not.toHaveProperty('nextCursor');
    expect((await inbox.kept({ limit: 1, cursor: 'none of ours' })).items).toHaveLength(1);
  });

  it('tries a kept record again when the same is pushed again', async () => {
    const { inbox } = await scene().speaking();
    await scene().push([pushed('asset', 'a1')]);
    await inbox.finish([{ row: await first(scene()), kept: missing }]);
    await inbox.add(HILL, [pushed('asset', 'a1')], LATER, false);
    expect(ids(await scene().waiting())).toEqual(['a1']);
    expect((await inbox.kept({ limit: 10 })).total).toBe(0);
  });
}
