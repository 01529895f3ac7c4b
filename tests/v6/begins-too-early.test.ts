/** A site that begins while the rows of central are behind its log, as after a restore: an empty first pull would be all that it gets. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RowsBehind } from '../../server/database/port/rows';
import { CatchUp } from '../../server/v6/pull/catch-up';
import { openTestDatabase } from '../support/database';
import { Programme } from './central';
import { Integrating } from './open-msupply-site';
import { someAsset } from './records';

let programme: Programme;
let areBehind: boolean;

beforeEach(async () => {
  areBehind = false;
  const database = await openTestDatabase();
  const following = {
    ...database.following,
    reached: (seq?: number, ms?: number): Promise<void> =>
      areBehind ? Promise.reject(new RowsBehind('behind')) : database.following.reached(seq, ms),
  };
  programme = await Programme.start({ database: { ...database, following } });
});
afterEach(() => programme.end());

it('is asked to come again, and then gets what it had pushed', async () => {
  const site = await programme.v6Site('hill');
  const id = randomUUID();
  site.write('asset', someAsset(id));
  await site.cycle();
  const again = site.wiped();
  areBehind = true;
  const early = await again.pull().catch((error: unknown) => error);
  areBehind = false;
  await again.pull();
  expect(again.records.get(`asset/${id}`)).toMatchObject({ store_id: 'hill-store' });
  expect(early).toBeInstanceOf(Integrating);
});

it('hears whether all that is stored is in the log of records', async () => {
  let isSlow = true;
  const log = { catchUp: () => (isSlow ? new Promise(() => undefined) : Promise.resolve([])) };
  const catchUp = (): CatchUp =>
    new CatchUp(
      { log } as never,
      { recordsOf: () => [] },
      () => undefined,
      () => undefined,
    );
  expect(await catchUp().within(1)).toBe(false);
  isSlow = false;
  expect(await catchUp().within(60_000)).toBe(true);
});
