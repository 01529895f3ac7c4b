import { expect, it } from 'vitest';
import { AT, HILL, VALLEY, pushed, type Scene } from './scene';

const at = (place: number, digest = `digest ${place}`) => ({ place, digest });
const pull = (from: number, allAt?: number) => ({
  isNew: false,
  from,
  ...(allAt !== undefined && { allAt }),
});

export function pushesContract(scene: () => Scene): void {
  it('knows a push that comes again, of which a record moved on, from one of a site that was put back', async () => {
    const { pushes } = await scene().speaking();
    expect(await pushes.pushed(HILL, [at(10), at(11)])).toBe(false);
    expect(await pushes.pushed(HILL, [at(11), at(12)])).toBe(false);
    expect(await pushes.pushed(HILL, [at(11), at(12)])).toBe(false);
    expect(await pushes.pushed(HILL, [at(12, 'another')])).toBe(true);
    // from there on its log is another
    expect(await pushes.pushed(HILL, [at(13)])).toBe(true);
    expect(await pushes.pushed(VALLEY, [at(1)])).toBe(false);
  });

  it('takes a site that pushes again what it pushed before it pulled for one that was put back', async () => {
    const { pushes } = await scene().speaking();
    await pushes.pushed(HILL, [at(10)]);
    await pushes.pulls(HILL, pull(0, 7));
    expect(await pushes.pushed(HILL, [at(10)])).toBe(true);
    await pushes.pulls(HILL, pull(3));
    expect(await pushes.pushed(HILL, [at(11)])).toBe(true);
    await pushes.pulls(HILL, pull(5, 8));
    await pushes.pulls(HILL, pull(8, 8));
    expect(await pushes.pushed(HILL, [at(12)])).toBe(false);
  });

  it('what a site has that was put back is known once it asks from the end of all, for that answer may be lost', async () => {
    const { pushes } = await scene().speaking();
    await pushes.pushed(HILL, [at(10)]);
    await pushes.pushed(HILL, [at(10, 'another')]);
    await pushes.pulls(HILL, pull(3, 7));
    expect(await pushes.pushed(HILL, [at(11)])).toBe(true);
    await pushes.pulls(HILL, pull(3, 9));
    expect(await pushes.pushed(HILL, [])).toBe(true);
    // put back once more: what it has since is not known
    expect(await pushes.pushed(HILL, [at(10, 'a third')])).toBe(true);
    await pushes.pulls(HILL, pull(7, 9));
    expect(await pushes.pushed(HILL, [at(11)])).toBe(true);
    await pushes.pulls(HILL, pull(9, 9));
    expect(await pushes.pushed(HILL, [at(12)])).toBe(false);
  });

  it('takes no site for one that was put back that begins, or is released, or names no places', async () => {
    const { pushes, sites } = await scene().speaking();
    await pushes.pushed(HILL, [at(10)]);
    await pushes.pulls(HILL, { isNew: true, from: 0 });
    expect(await pushes.pushed(HILL, [at(1)])).toBe(false);
    await sites.release(HILL);
    expect(await pushes.pushed(HILL, [at(1, 'another')])).toBe(false);
    expect(await pushes.pushed(HILL, [])).toBe(false);
  });

  it('gives of its memory the last version that could be read, until one that can comes', async () => {
    const { memory } = await scene().speaking();
    const keep = (action: string, n: number) =>
      memory.keep(HILL, [{ table: 'course', recordId: 'c1', action, data: { n } }], AT, {});
    const own = async () => (await memory.ofSite(HILL, { limit: 9 })).items.map(({ data }) => data);
    for (const [action, n] of [
      ['Insert', 1],
      ['Unreadable', 2],
      ['Unreadable', 3],
    ] as const)
      await keep(action, n);
    expect(await memory.get(HILL, 'course', 'c1')).toMatchObject({ action: 'Insert', data: { n: 1 } });
    expect(await own()).toEqual([{ n: 3 }, { n: 1 }]);
    await keep('Update', 4);
    expect(await own()).toEqual([{ n: 4 }]);
    await keep('Unreadable', 5);
    await keep('Delete', 6);
    expect(await own()).toEqual([]);
  });

  it('keeps a version of a record that cannot be read beside the last that could, which its site is given', async () => {
    const { inbox } = await scene().speaking();
    const why = { code: 'change-too-large', words: '' };
    for (const action of ['Insert', 'Unreadable']) {
      await scene().push([pushed('asset', 'a1', { action })]);
      const rows = await inbox.waiting(HILL, [], 10);
      await inbox.finish(rows.map((row) => ({ row, kept: why, goesBack: row.action === 'Insert' })));
    }
    expect(await inbox.keptOne(HILL, 'asset', 'a1')).toMatchObject({ action: 'Insert' });
    expect((await scene().page(0, { withOwn: true })).ids).toEqual(['a1']);
    expect((await inbox.kept({ limit: 9 })).total).toBe(2);
  });

  it('keeps with a record whether its site may have been put back then', async () => {
    const { inbox } = await scene().speaking();
    const marks = async () => (await inbox.waiting(HILL, [], 10)).map(({ isAgain }) => isAgain ?? false);
    const [one, two] = [pushed('asset', 'a1'), pushed('asset', 'a2')];
    await inbox.add(HILL, [one], AT, false);
    await inbox.add(HILL, [two], AT, false, true);
    expect(await marks()).toEqual([false, true]);
    await inbox.add(HILL, [one], AT, false, true);
    expect(await marks()).toEqual([true, true]);
  });
}
