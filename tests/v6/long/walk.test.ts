/** Every version of a site through a long life, alone with this server: many pieces, kills on either side, what is refused, a new beginning. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaveAll } from '../../sync/stock-client';
import { PASSWORD, Programme } from '../central';
import { OpenMSupplySite } from '../open-msupply-site';
import { someAsset, someLog } from '../records';
import { OlderApi } from '../site/older-api';
import { isFrom, versions } from '../site/versions';

const PIECES = 600;

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start({ loadsStarterData: true });
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

/** One whole cycle, as a real site does it. */
async function cycle(site: OpenMSupplySite, older: OlderApi) {
  await older.cycle();
  return site.pull();
}

it.each(versions.map(({ name }) => name))(
  `a site of %s: ${PIECES} pieces, a restart of either side, another installation, and all of it anew`,
  async (version) => {
    const site = await programme.v6Site('hill', undefined, { version });
    site.database.knowsStores = true;
    const older = new OlderApi(site);
    await cycle(site, older);
    expect(await cycle(site, older)).toEqual([]);
    const type = isFrom(18, version) ? 'STATUS_UPDATE' : null;
    for (let count = 0; count < PIECES; count++) {
      const asset = someAsset(randomUUID(), { asset_number: `P-${count}`, donor_name_id: null });
      site.write('asset', asset);
      site.write('asset_log', someLog(asset.id, 'FUNCTIONING', { type }));
    }
    // the first batch arrives, then the server goes down
    await site.pushSome(1);
    programme = await programme.startAgain();
    site.origin = programme.origin;
    expect(await cycle(site, older)).toEqual([]);
    expect(await cycle(site, older)).toEqual([]);
    expect((await programme.kept()).total).toBe(0);
    const { total } = await programme.staff<{ total: number }>('GET', '/api/assets?limit=1');
    expect(total).toBe(PIECES);
    const stranger = new OpenMSupplySite(programme.origin, 'hill', PASSWORD, 'another computer', { version });
    await expect(new OlderApi(stranger).cycle()).rejects.toThrow('site_incorrect_hardware_id');
    const guesser = new OpenMSupplySite(programme.origin, 'hill', 'a guess', site.hardwareId, { version });
    await expect(new OlderApi(guesser).cycle()).rejects.toThrow('site_incorrect_password');
    const wiped = site.wiped();
    wiped.database.knowsStores = true;
    const again = new OlderApi(wiped);
    // the site is killed after its first page
    await again.cycle();
    await wiped.pullOnce();
    await cycle(wiped, again);
    expect([...wiped.records.keys()].sort()).toEqual([...site.records.keys()].sort());
    expect(await cycle(wiped, again)).toEqual([]);
  },
  600_000,
);

it('a first pull of 10,000 records ends, and brings each once', async () => {
  const site = await programme.v6Site('hill');
  await site.cycle();
  for (let count = 0; count < 10_000; count++)
    site.write('asset', someAsset(randomUUID(), { asset_number: `P-${count}`, donor_name_id: null }));
  await site.cycle();
  const wiped = site.wiped();
  const taken = await wiped.pull();
  expect(new Set(taken.map(({ recordId }) => recordId)).size).toBe(taken.length);
  expect(wiped.all('asset')).toHaveLength(10_000);
  expect(await wiped.pull()).toEqual([]);
}, 600_000);
