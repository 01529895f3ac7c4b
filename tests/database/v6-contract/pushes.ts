import { expect, it } from 'vitest';
import { AT, HILL, VALLEY, pushed, type Scene } from './scene';

const at = (place: number, digest = `digest ${place}`) => ({ place, digest });
const all = { isNew: false, hasAll: true };

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
    await pushes.pulls(HILL, all);
    expect(await pushes.pushed(HILL, [at(10)])).toBe(true);
    await pushes.pulls(HILL, { ...all, hasAll: false });
    expect(await pushes.pushed(HILL, [at(11)])).toBe(true);
    await pushes.pulls(HILL, all);
    expect(await pushes.pushed(HILL, [at(12)])).toBe(false);
  });

  it('takes no site for one that was put back that begins, or is released, or names no places', async () => {
    const { pushes, sites } = await scene().speaking();
    await pushes.pushed(HILL, [at(10)]);
    await pushes.pulls(HILL, { isNew: true, hasAll: false });
    expect(await pushes.pushed(HILL, [at(1)])).toBe(false);
    await sites.release(HILL);
    expect(await pushes.pushed(HILL, [at(1, 'another')])).toBe(false);
    expect(await pushes.pushed(HILL, [])).toBe(false);
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
