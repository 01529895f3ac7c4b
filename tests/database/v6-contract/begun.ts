/** Pushes that are begun and not ended, the places they come from, and what is forgotten with an installation. */
import { expect, it } from 'vitest';
import { AT, HILL, LATER, place, pushed, VALLEY, type Scene } from './scene';

const missing = { code: 'unknown-asset', words: 'Its asset is not known.', waitsFor: 'a1' };

export function begunContract(scene: () => Scene): void {
  it('says which sites have begun a push before an instant and not ended it', async () => {
    const { inbox } = await scene().speaking();
    expect(await inbox.left(LATER)).toEqual([]);
    await scene().push([pushed('asset', 'a1'), pushed('asset', 'a2')]);
    await inbox.add(VALLEY, [pushed('asset', 'a3')], LATER, false);
    expect(await inbox.left(AT)).toEqual([]);
    expect(await inbox.left(LATER)).toEqual([HILL]);
    expect(await inbox.left('2026-01-03T00:00:00.000Z')).toEqual([HILL, VALLEY]);
    await inbox.finish((await scene().waiting()).map((row) => ({ row, kept: missing })));
    expect(await inbox.left(LATER)).toEqual([]);
    // nobody waits for the end of what is tried again
    await inbox.wake({ ids: ['a1'] });
    expect(await inbox.left(LATER)).toEqual([]);
    expect(await inbox.unfinished()).toEqual([HILL]);
  });

  it('gives the latest version of a record that is kept, of that site alone, and none that waits', async () => {
    const { inbox } = await scene().speaking();
    const one = (siteId = HILL, id = 'l1') => inbox.keptOne(siteId, 'asset_log', id);
    for (const comment of ['first', 'second']) {
      await scene().push([pushed('asset_log', 'l1', { data: { comment: `${comment} né 𝄞` } })]);
      await inbox.finish((await scene().waiting()).map((row) => ({ row, kept: missing })));
    }
    expect(await one()).toMatchObject({
      ...{ table: 'asset_log', recordId: 'l1', action: 'Insert' },
      data: { comment: 'second né 𝄞' },
    });
    expect([await one(VALLEY), await one(HILL, 'l2')]).toEqual([undefined, undefined]);
    await inbox.wake({ ids: ['a1'] });
    expect(await one()).toBeUndefined();
    await inbox.finish((await scene().waiting()).map((row) => ({ row })));
    expect(await one()).toBeUndefined();
  });

  it('a record that is kept goes back to its site alone while that begins, until it is integrated', async () => {
    const { inbox } = await scene().speaking();
    const own = async (siteId: string) =>
      (await scene().page(0, { siteId, storeIds: [], withOwn: true })).ids;
    await scene().push([pushed('asset_log', 'l1')]);
    await inbox.finish((await scene().waiting()).map((row) => ({ row, kept: missing, goesBack: true })));
    expect([await own(HILL), await own(VALLEY)]).toEqual([['l1'], []]);
    expect((await scene().page(0, { storeIds: [] })).ids).toEqual([]);
    await inbox.wake({ ids: ['a1'] });
    await inbox.finish((await scene().waiting()).map((row) => ({ row })));
    expect(await own(HILL)).toEqual([]);
  });

  it('knows nothing of the next installation once one is released, and has all that the former sent', async () => {
    const { bases, centralRecords, inbox, log, memory, pushes, sites } = await scene().speaking();
    await scene().change('store/hill-store/2026', 'asset/a1');
    await scene().catchUp();
    for (const siteId of [HILL, VALLEY]) {
      await log.serve(siteId, ['hill-store'], 0);
      await bases.page(siteId, 0, [{ assetId: 'a1', fields: { notes: 'sent' }, cursor: 1 }]);
      await log.give(siteId, 0, 7);
      await log.pullAs(siteId, '2.19.0');
      await centralRecords.hasAll(siteId, 7);
      for (const digest of ['one', 'another']) await pushes.pushed(siteId, [{ place: 9, digest }]);
      await memory.keep(siteId, [{ table: 'course', recordId: 'c1', action: 'Insert', data: {} }], AT, {});
      await scene().push([pushed('asset_log', 'l1')], false, siteId);
    }
    const [cursor = 0] = await log.cursors([place('hill-store', 'asset', 'a1')]);
    const had = [{ ...place('hill-store', 'asset', 'a1'), cursor }];
    await inbox.finish([], { siteId: HILL, had, again: [] });
    expect((await scene().page(0)).ids).toEqual([]);
    const known = async (siteId: string) => ({
      bases: (await bases.of(siteId, ['a1'])).size,
      ends: (await log.pulls(siteId)).ends,
      pulledAs: await log.pulledAs(siteId),
      upTo: await centralRecords.hadUpTo(siteId),
      isAgain: await pushes.pushed(siteId, []),
    });
    const all = { bases: 1, ends: [7], pulledAs: '2.19.0', upTo: 7, isAgain: true };
    expect([await known(HILL), await known(VALLEY)]).toEqual([all, all]);
    await sites.release(HILL);
    const nothing = { bases: 0, ends: [], pulledAs: undefined, upTo: undefined, isAgain: false };
    expect([await known(HILL), await known(VALLEY)]).toEqual([nothing, all]);
    expect((await scene().page(0)).ids).toEqual(['a1', 'c1']);
    expect(await memory.get(HILL, 'course', 'c1')).toMatchObject({ recordId: 'c1' });
    expect(await inbox.left(LATER)).toEqual([HILL, VALLEY]);
  });
}
