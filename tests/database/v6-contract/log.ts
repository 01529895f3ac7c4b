import { expect, it } from 'vitest';
import { memoryPlace } from '../../../server/database/port/v6-memory';
import { AT, HILL, place, recordsOf, VALLEY, type Scene } from './scene';

const DOCUMENT = 'store/hill-store/2026';
const ELSEWHERE = 'store/valley-store/2026';

export function logContract(scene: () => Scene): void {
  it('gives a site the records of its stores and of central, by their latest news, each once', async () => {
    await scene().change('config', 'assetClass/c1');
    await scene().change(DOCUMENT, 'asset/a1', 'asset/a2');
    await scene().change(ELSEWHERE, 'asset/b1');
    await scene().change(DOCUMENT, 'asset/a1');
    await scene().catchUp();
    expect(await scene().page(0)).toMatchObject({ ids: ['c1', 'a2', 'a1'], total: 3 });
    expect((await scene().page(0, { siteId: VALLEY, storeIds: ['valley-store'] })).ids).toEqual(['c1', 'b1']);
    expect((await scene().page(0, { storeIds: [] })).ids).toEqual(['c1']);
  });

  it('counts what is left from the cursor, and always says the newest', async () => {
    await scene().change(DOCUMENT, 'asset/a1', 'asset/a2', 'asset/a3');
    await scene().change(ELSEWHERE, 'asset/b1');
    await scene().catchUp();
    const first = await scene().page(0, { limit: 2 });
    expect(first).toMatchObject({ ids: ['a1', 'a2'], total: 3 });
    const last = await scene().page(first.entries[1]?.cursor ?? 0, { limit: 2 });
    expect(last).toMatchObject({ ids: ['a3'], total: 1, newest: first.newest });
    expect(await scene().page(first.newest)).toEqual({
      ids: [],
      entries: [],
      total: 0,
      newest: first.newest,
    });
  });

  it('counts nothing of which only edits have arrived, until its creation does', async () => {
    await scene().edit(DOCUMENT, 'asset/a1');
    await scene().change(DOCUMENT, 'asset/a2');
    await scene().catchUp();
    expect(await scene().page(0)).toMatchObject({ ids: ['a2'], total: 1 });
    await scene().change(DOCUMENT, 'asset/a1');
    await scene().catchUp();
    expect(await scene().page(0)).toMatchObject({ ids: ['a2', 'a1'], total: 2 });
  });

  it('sends the logs of a merged record anew, with the one that stands, and again when that ends', async () => {
    await scene().change(DOCUMENT, 'asset/a1', 'asset/a2');
    await scene().say(DOCUMENT, 'assetLog.add', 'l1', { assetId: 'a1' });
    await scene().catchUp();
    const { newest } = await scene().page(0);
    await scene().say(DOCUMENT, 'asset.merge', 'a1', { into: 'a2' });
    await scene().catchUp();
    const merged = await scene().page(newest);
    expect(merged.ids).toEqual(['a1', 'a2', 'l1']);
    await scene().say(DOCUMENT, 'asset.edit', 'a1', { mergedInto: null });
    await scene().catchUp();
    expect((await scene().page(merged.newest)).ids).toEqual(['a1', 'l1']);
  });

  it('sends what came before its equipment once this comes from another store, and to no other site', async () => {
    const { log } = await scene().speaking();
    await log.serve(HILL, ['hill-store', 'hill-annex'], 0);
    await log.serve(VALLEY, ['valley-store'], 0);
    await scene().change(ELSEWHERE, 'asset/a1');
    await scene().say('store/hill-annex/2026', 'assetLog.add', 'l1', { assetId: 'a1' });
    await scene().say(ELSEWHERE, 'assetLog.add', 'l2', { assetId: 'a1' });
    await scene().catchUp();
    const hill = { storeIds: ['hill-store', 'hill-annex'] };
    const valley = { siteId: VALLEY, storeIds: ['valley-store'] };
    const { newest } = await scene().page(0, hill);
    await scene().change(DOCUMENT, 'asset/a1');
    await scene().catchUp();
    const came = await scene().page(newest, hill);
    expect([came.ids, (await scene().page(newest, valley)).ids]).toEqual([['a1', 'l1'], []]);
    // the site has it now, wherever in its stores it goes
    await scene().change('store/hill-annex/2026', 'asset/a1');
    await scene().catchUp();
    expect((await scene().page(came.newest, hill)).ids).toEqual(['a1']);
  });

  it('sends what came before that on which it hangs once this is there, and no second time', async () => {
    await scene().say(DOCUMENT, 'assetLog.add', 'l1', { assetId: 'a1' });
    await scene().say('config', 'packVariant.create', 'p1', { itemId: 'i1' });
    await scene().say('config', 'assetType.create', 't1', { categoryId: 'c1' });
    await scene().catchUp();
    const { newest } = await scene().page(0);
    await scene().change(DOCUMENT, 'asset/a1');
    await scene().catchUp();
    const late = await scene().page(newest);
    expect(late.ids).toEqual(['a1', 'l1']);
    await scene().change(DOCUMENT, 'asset/a1');
    await scene().catchUp();
    const again = await scene().page(late.newest);
    expect(again.ids).toEqual(['a1']);
    await scene().say('config', 'assetCategory.create', 'c1', {});
    await scene().catchUp();
    expect((await scene().page(again.newest)).ids).toEqual(['c1', 't1']);
  });

  it('answers what it took in, and nothing when all is in', async () => {
    const { log } = scene().v6;
    expect(await log.catchUp(recordsOf)).toEqual([]);
    await scene().change(DOCUMENT, 'asset/a1', 'assetLog/l1');
    expect(await log.catchUp(recordsOf)).toEqual([
      { entity: 'asset', id: 'a1' },
      { entity: 'assetLog', id: 'l1' },
    ]);
    expect(await log.catchUp(recordsOf)).toEqual([]);
  });

  it('says where a record came first, and knows entities that are no record, or several', async () => {
    await scene().change(DOCUMENT, 'asset/a1', 'secret/x', 'asset/a1');
    const records = ({ entity, id }: { entity: string; id: string }) =>
      entity === 'asset'
        ? [
            { table: 'one', recordId: id },
            { table: 'two', recordId: `${id}-2` },
          ]
        : [];
    while ((await scene().v6.log.catchUp(records)).length > 0);
    const { entries } = await scene().page(0);
    expect(entries).toMatchObject([
      { table: 'one', recordId: 'a1', entity: 'asset', id: 'a1' },
      { table: 'two', recordId: 'a1-2', entity: 'asset', id: 'a1' },
    ]);
    for (const { cursor, firstCursor } of entries) expect(firstCursor).toBeLessThan(cursor);
  });

  it('does not send a site what it has by itself, unless it asks for that or there is news', async () => {
    const { inbox, log } = await scene().speaking();
    await scene().change(DOCUMENT, 'asset/a1');
    await scene().catchUp();
    const [cursor = 0] = await log.cursors([place('hill-store', 'asset', 'a1')]);
    const had = [{ ...place('hill-store', 'asset', 'a1'), cursor }];
    await inbox.finish([], { siteId: HILL, had, again: [] });
    expect(await scene().page(0)).toMatchObject({ ids: [], total: 0 });
    expect((await scene().page(0, { withOwn: true })).ids).toEqual(['a1']);
    expect((await scene().page(0, { siteId: VALLEY })).ids).toEqual(['a1']);
    await scene().change(DOCUMENT, 'asset/a1');
    await scene().catchUp();
    expect((await scene().page(0)).ids).toEqual(['a1']);
  });

  it('does not take for had what has news since', async () => {
    const { inbox, log } = await scene().speaking();
    const at = place('hill-store', 'asset', 'a1');
    await scene().change(DOCUMENT, 'asset/a1');
    await scene().catchUp();
    const [cursor = 0] = await log.cursors([at]);
    await scene().change(DOCUMENT, 'asset/a1');
    await scene().catchUp();
    await inbox.finish([], { siteId: HILL, had: [{ ...at, cursor }], again: [] });
    expect((await scene().page(0)).ids).toEqual(['a1']);
    expect(await log.cursors([place('hill-store', 'asset', 'none')])).toEqual([undefined]);
  });

  it('sends again what it is told to, as known', async () => {
    const { log } = await scene().speaking();
    await scene().change(DOCUMENT, 'asset/a1', 'asset/a2');
    await scene().catchUp();
    const { newest } = await scene().page(0);
    await log.again([place('hill-store', 'asset', 'a1'), place('hill-store', 'asset', 'none')]);
    const { ids, entries, total } = await scene().page(newest);
    expect(ids).toEqual(['a1']);
    expect(total).toBe(1);
    expect(entries[0]?.firstCursor).toBeLessThanOrEqual(newest);
  });

  it('sends from its beginning, as new, a store that a site has gained, and only then', async () => {
    const { log } = await scene().speaking();
    await scene().change(DOCUMENT, 'asset/a1', 'assetLog/l1', 'asset/a1');
    await scene().change(ELSEWHERE, 'asset/b1');
    await scene().catchUp();
    const both = { siteId: VALLEY, storeIds: ['valley-store', 'hill-store'] };
    await log.serve(VALLEY, ['valley-store'], 0);
    const { newest } = await scene().page(0, both);
    await log.serve(VALLEY, both.storeIds, newest);
    const gained = await scene().page(newest, both);
    expect(gained.ids).toEqual(['l1', 'a1']);
    for (const { firstCursor } of gained.entries) expect(firstCursor).toBeGreaterThan(newest);
    await log.serve(VALLEY, both.storeIds, gained.newest);
    expect((await scene().page(gained.newest, both)).ids).toEqual([]);
    await scene().change(DOCUMENT, 'asset/a2');
    await scene().catchUp();
    expect((await scene().page(gained.newest, both)).ids).toEqual(['a2']);
  });

  it('gives a site what it keeps here once that is to be sent again, and no other site', async () => {
    const { log, memory } = await scene().speaking();
    await memory.keep(HILL, [{ table: 'course', recordId: 'c1', action: 'Insert', data: {} }], AT, {});
    expect((await scene().page(0)).ids).toEqual([]);
    await log.again([place(memoryPlace(HILL), 'course', 'c1')]);
    expect((await scene().page(0)).ids).toEqual(['c1']);
    expect((await scene().page(0, { siteId: VALLEY })).ids).toEqual([]);
  });

  it('leaves all as it is for a site that begins, or was never served', async () => {
    const { log } = await scene().speaking();
    await scene().change(DOCUMENT, 'asset/a1');
    await scene().catchUp();
    const { newest } = await scene().page(0);
    await log.serve(HILL, ['hill-store'], newest);
    await log.serve(HILL, ['hill-store', 'valley-store'], 0);
    expect((await scene().page(0)).newest).toBe(newest);
  });

  it('remembers the greatest cursor that each site was given', async () => {
    const { log } = await scene().speaking();
    expect(await log.given(HILL)).toBe(0);
    await log.give(HILL, 0, 7);
    await log.give(HILL, 0, 5);
    expect(await log.given(HILL)).toBe(7);
    expect(await log.given(VALLEY)).toBe(0);
  });

  it('remembers what each site has taken, and the ends of the pages that it may have taken since', async () => {
    const { log } = await scene().speaking();
    expect(await log.pulls(HILL)).toEqual({ taken: 0, ends: [] });
    await log.give(HILL, 0, 5);
    await log.give(HILL, 0, 7);
    expect(await log.pulls(HILL)).toEqual({ taken: 0, ends: [5, 7], begun: true });
    await log.give(HILL, 7, 9);
    expect(await log.pulls(HILL)).toEqual({ taken: 7, ends: [9], begun: true });
    // not from here: the site went on with another life of the server, and has what it was given in this one
    expect(await log.asked(HILL, 11)).toEqual({ taken: 9, ends: [], foreign: 11 });
    expect((await scene().page(0)).newest).toBeGreaterThanOrEqual(11);
    await log.give(HILL, 11, 10);
    await log.give(HILL, 11, 12);
    expect(await log.asked(HILL, 11)).toEqual({ taken: 9, ends: [10, 12], foreign: 11 });
    await log.give(HILL, 12, 12);
    expect(await log.pulls(HILL)).toEqual({ taken: 12, ends: [] });
    expect(await log.pulls(VALLEY)).toEqual({ taken: 0, ends: [] });
  });
}
