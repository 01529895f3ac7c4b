/** A database in which a site asked from the greatest cursor that there was, before cursors were bounded. */
import { expect } from 'vitest';
import type { Scene } from './scene';
import { HILL, VALLEY } from './scene';

const pulls = (siteId: string, value: object): string =>
  `INSERT INTO meta VALUES ('v6_pulls/${siteId}', '${JSON.stringify(value)}')`;

/** With 'a3' and 'a1' beyond what is read, and a site that was given such a cursor beside one that was not. */
export const harm: readonly string[] = [
  `UPDATE v6_log SET cursor = 9007199254740994, first_cursor = 1 WHERE record_id = 'a1'`,
  `UPDATE v6_log SET cursor = 9007199254740993 WHERE record_id = 'a3'`,
  `UPDATE v6_sites SET given = 9007199254740995, v5_up_to = 9007199254740993 WHERE site_id = '${HILL}'`,
  pulls(HILL, { taken: 1, ends: [2, 9007199254740991], foreign: 9007199254740990 }),
  pulls(VALLEY, { taken: 2, ends: [] }),
];

export async function expectMended(scene: Scene): Promise<void> {
  const { log, centralRecords } = scene.v6;
  const { ids, entries } = await scene.page(0);
  expect(ids).toEqual(['a2', 'a3', 'a1']);
  for (const { cursor } of entries) expect(cursor).toBeLessThanOrEqual(2 ** 40 + 2);
  expect(await log.pulls(HILL)).toEqual({ taken: 0, ends: [] });
  expect(await log.pulls(VALLEY)).toEqual({ taken: 2, ends: [] });
  expect(await centralRecords.hadUpTo(HILL)).toBe(0);
  const { newest } = await scene.page(0);
  await scene.change('store/hill-store/2026', 'asset/a4');
  await scene.catchUp();
  expect((await scene.page(newest)).ids).toEqual(['a4']);
}
