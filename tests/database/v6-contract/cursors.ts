import { expect, it } from 'vitest';
import { HILL, place, VALLEY, type Scene } from './scene';

const DOCUMENT = 'store/hill-store/2026';
const FARTHEST = 2 ** 40;

/** Cursors stay numbers that are read as they are, whatever sites ask from. */
export function cursorsContract(scene: () => Scene): void {
  it.each([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1, 2 ** 52, FARTHEST + 1])(
    'a site that asks from %s stops nobody',
    async (asked) => {
      const { log } = await scene().speaking();
      await scene().change(DOCUMENT, 'asset/a1');
      await scene().catchUp();
      expect(await log.asked(HILL, asked)).toMatchObject({ foreign: asked });
      await scene().change(DOCUMENT, 'asset/a1', 'asset/a2');
      await scene().catchUp();
      await log.serve(VALLEY, ['valley-store'], 0);
      await log.serve(VALLEY, ['valley-store', 'hill-store'], 1);
      const { ids, newest } = await scene().page(0);
      expect(ids).toEqual(['a1', 'a2']);
      expect(newest).toBeLessThan(FARTHEST);
    },
  );

  it('says where a site has other stores than before', async () => {
    const { log } = await scene().speaking();
    expect(await log.served(HILL)).toBeUndefined();
    expect(await log.serve(HILL, ['hill-store'], 0)).toBe(true);
    expect(await log.served(HILL)).toEqual(['hill-store']);
    expect(await log.serve(HILL, ['hill-store'], 1)).toBe(false);
    expect(await log.serve(HILL, ['hill-store', 'another'], 1)).toBe(true);
    expect(await log.serve(HILL, ['hill-store', 'another'], 1)).toBe(false);
  });

  it('a store that moves to and fro takes a place for each of its records', async () => {
    const { log } = await scene().speaking();
    await scene().change(DOCUMENT, 'asset/a1', 'assetLog/l1', 'asset/a2');
    await scene().catchUp();
    const { newest } = await scene().page(0);
    await log.serve(HILL, [], 0);
    for (let count = 0; count < 60; count++) {
      await log.serve(HILL, ['hill-store'], 1);
      await log.serve(HILL, [], 1);
    }
    const moved = await scene().page(newest);
    expect(moved).toMatchObject({ ids: ['a1', 'l1', 'a2'], newest: newest + 3 * 60 });
  });

  it('remembers the version with which each site pulled last', async () => {
    const { log } = await scene().speaking();
    expect(await log.pulledAs(HILL)).toBeUndefined();
    await log.pullAs(HILL, '2.3.5');
    await log.pullAs(HILL, '2.19.0');
    expect(await log.pulledAs(HILL)).toBe('2.19.0');
    expect(await log.pulledAs(VALLEY)).toBeUndefined();
  });

  it('counts nothing where nobody asks how many there are', async () => {
    await scene().change(DOCUMENT, 'asset/a1', 'asset/a2');
    await scene().catchUp();
    const counted = await scene().page(0);
    expect(await scene().page(0, { isCounted: false })).toEqual({ ...counted, total: 0 });
  });

  it('no record stands where a site asks from a cursor that was not given here', async () => {
    const { log } = await scene().speaking();
    await scene().change(DOCUMENT, 'asset/a1', 'asset/a2', 'asset/a3');
    await scene().catchUp();
    const [asked = 0] = await log.cursors([place('hill-store', 'asset', 'a2')]);
    await log.asked(HILL, asked);
    const { ids, entries, newest } = await scene().page(0);
    expect(ids).toEqual(['a1', 'a3', 'a2']);
    expect(entries.at(-1)).toMatchObject({ firstCursor: asked, cursor: newest });
  });
}
