/** A site whose computer is wiped in the midst of its beginning: what it kept here waits for the new beginning too. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Programme } from './central';
import type { OpenMSupplySite } from './open-msupply-site';
import { someAsset } from './records';
import { OlderApi } from './site/older-api';
import { versions } from './site/versions';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start({ loadsStarterData: true });
});
afterEach(() => programme.end());

/** The same computer with a new database. */
function begin(site: OpenMSupplySite): [OpenMSupplySite, OlderApi] {
  const wiped = site.wiped({ batchSize: 20 });
  wiped.database.knowsStores = true;
  return [wiped, new OlderApi(wiped)];
}

it.each(versions.map(({ name }) => name))(
  'a site of %s gets all of it, by both ways',
  async (version) => {
    const [first, older] = begin(await programme.v6Site('hill', undefined, { version }));
    await older.cycle();
    await first.pull();
    const asset = someAsset(randomUUID(), { donor_name_id: null });
    first.write('asset', asset);
    older.write('location', 'location-1', { ID: 'location-1', code: 'A1', Description: 'the shelf' });
    await older.cycle();
    await first.pull();
    const [second, olderAgain] = begin(first);
    await olderAgain.cycle();
    expect(olderAgain.returned.map(({ recordId }) => recordId)).toEqual(['location-1']);
    // one page of its records, and its computer is wiped
    await second.pullOnce();
    const [third, olderLast] = begin(second);
    await olderLast.cycle();
    expect(olderLast.returned.map(({ recordId }) => recordId)).toEqual(['location-1']);
    await third.pull();
    expect(third.all('asset').map(({ id }) => id)).toEqual([asset.id]);
    await olderLast.cycle();
    expect(await third.pull()).toEqual([]);
  },
  120_000,
);
