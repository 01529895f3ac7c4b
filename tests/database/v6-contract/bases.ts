import { expect, it } from 'vitest';
import type { InboxRow } from '../../../server/database/port/v6';
import { HILL, pushed, VALLEY, type Scene } from './scene';

async function said(scene: Scene, notes: string): Promise<void> {
  await scene.push([pushed('asset', 'a1', { data: { notes } })]);
  const [row] = await scene.waiting();
  const base = { assetId: 'a1', fields: { notes } };
  await scene.v6.inbox.finish([{ row: row as InboxRow, base }]);
}

export function basesContract(scene: () => Scene): void {
  const baseOf = async (siteId = HILL) => (await scene().v6.bases.of(siteId, ['a1', 'none'])).get('a1');

  it('knows nothing of what a site has until something is said or sent', async () => {
    const { bases } = await scene().speaking();
    expect(await bases.of(HILL, ['a1'])).toEqual(new Map());
    await bases.page(HILL, 0, []);
    expect(await baseOf()).toBeUndefined();
  });

  it('has what was sent as possible, and as certain once the site asks from later on', async () => {
    const { bases } = await scene().speaking();
    await bases.page(HILL, 0, [{ assetId: 'a1', fields: { notes: 'sent' }, cursor: 5 }]);
    expect(await baseOf()).toEqual({ assetId: 'a1', sent: { notes: 'sent' } });
    await bases.page(HILL, 4, []);
    expect(await baseOf()).toMatchObject({ sent: { notes: 'sent' } });
    await bases.page(HILL, 5, []);
    expect(await baseOf()).toEqual({ assetId: 'a1', fields: { notes: 'sent' } });
    expect(await baseOf(VALLEY)).toBeUndefined();
  });

  it('forgets what a site had that begins, and no other', async () => {
    const { bases } = await scene().speaking();
    for (const siteId of [HILL, VALLEY])
      await bases.page(siteId, 0, [{ assetId: 'a1', fields: { notes: 'sent' }, cursor: 5 }]);
    for (let time = 0; time < 2; time++) await bases.forget(HILL);
    expect([await baseOf(), await baseOf(VALLEY)]).toEqual([
      undefined,
      { assetId: 'a1', sent: { notes: 'sent' } },
    ]);
  });

  it('keeps what was certain beside what is sent, and replaces what was sent and not taken', async () => {
    const { bases } = await scene().speaking();
    await bases.page(HILL, 0, [{ assetId: 'a1', fields: { notes: 'first' }, cursor: 5 }]);
    await bases.page(HILL, 5, [{ assetId: 'a1', fields: { notes: 'second' }, cursor: 6 }]);
    await bases.page(HILL, 5, [{ assetId: 'a1', fields: { notes: 'third' }, cursor: 7 }]);
    expect(await baseOf()).toEqual({
      assetId: 'a1',
      fields: { notes: 'first' },
      sent: { notes: 'third' },
    });
    await bases.page(HILL, 6, []);
    expect(await baseOf()).toMatchObject({ fields: { notes: 'first' }, sent: { notes: 'third' } });
  });

  it('has what the site says for certain, whatever it was sent before', async () => {
    const { bases } = await scene().speaking();
    await bases.page(HILL, 0, [{ assetId: 'a1', fields: { notes: 'sent' }, cursor: 5 }]);
    await said(scene(), 'said');
    expect(await baseOf()).toEqual({ assetId: 'a1', fields: { notes: 'said' } });
    await bases.page(HILL, 9, []);
    expect(await baseOf()).toEqual({ assetId: 'a1', fields: { notes: 'said' } });
    await bases.page(HILL, 9, [{ assetId: 'a1', fields: { notes: 'newer' }, cursor: 12 }]);
    expect(await baseOf()).toMatchObject({ sent: { notes: 'newer' } });
  });
}
