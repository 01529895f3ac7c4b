/** kill -9 while V6 sites and a phone are at work: nothing that was acknowledged is lost, nothing is doubled, and a pull is complete. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openSqliteDatabase } from '../../server/database/sqlite/open-database';
import { CentralServer } from '../central/server';
import { Staff, type Joined, type Site } from '../central/staff';
import { randomOf, type Random } from '../sync/random';
import { leaveAll, stockClient } from '../sync/stock-client';
import { BusySite } from './busy-site';
import { expectNothingDoubled, expectNothingLost } from './nothing-lost';
import { OpenMSupplySite } from './open-msupply-site';
import { versions } from './site/versions';

const KILLS = 5;
const PASSWORD = 'a site password';
/** Every second one: 2.0, 2.6, 2.17. All six at once were tried too, and take twice as long. */
const ofThese = versions.filter((_, at) => at % 2 === 0);

afterEach(leaveAll);

/** The mains of the server: after a number of calls from the seed, it is cut and comes back. */
class Mains {
  kills = 0;
  #left: number;
  #isBack: Promise<unknown> = Promise.resolve();

  constructor(
    public server: CentralServer,
    private readonly random: Random,
  ) {
    this.#left = this.#some();
  }

  #some = (): number => 5 + this.random.below(25);

  isBack = (): Promise<unknown> => this.#isBack;

  onCall = (): void => {
    this.#left -= 1;
    if (this.#left !== 0) return;
    this.#isBack = this.#cut(this.random.below(60));
  };

  /** In the midst of the work: some turns of the loop later. */
  async #cut(turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    await this.server.kill();
    this.server = await this.server.startAgain();
    this.kills += 1;
    this.#left = this.#some();
  }
}

test(`${KILLS} kills at calls that the seed says, while V6 sites of three versions and a phone work`, async () => {
  const random = randomOf(6);
  const mains = new Mains(await CentralServer.start(), random);
  try {
    const staff = await Staff.signIn(mains.server.origin);
    const places = await Promise.all(ofThese.map((_, at) => staff.makeSite(`place-${at}`, `Place ${at}`)));
    const sites: BusySite[] = [];
    for (const [index, place] of places.entries()) {
      await staff.speakV6(place, { name: place.code, password: PASSWORD });
      const site = new OpenMSupplySite(mains.server.origin, place.code, PASSWORD, undefined, {
        batchSize: 3,
        ...(ofThese[index] && { version: ofThese[index].name }),
      });
      site.onCall = mains.onCall;
      sites.push(new BusySite(site, place.stores[0].id, randomOf(index), mains.isBack));
    }
    const [hill, ...others] = sites;
    const [place] = places;
    if (!hill || !place) throw new Error('no site');
    const phone = phoneAt(mains.server, place, await staff.join(place, 'Phone'));
    await Promise.all([
      ...sites.map(async (busy) => {
        while (mains.kills < KILLS) await busy.work();
      }),
      (async () => {
        while (mains.kills < KILLS) await phone.work();
      })(),
    ]);
    for (const { site } of sites) site.onCall = () => undefined;
    await mains.isBack();
    await expectNothingLost(hill, phone.made);
    for (const busy of others) await expectNothingLost(busy);
    expect(phone.made.length).toBeGreaterThan(0);
    await mains.server.kill();
    const database = await openSqliteDatabase({ path: join(mains.server.dataDir, 'waypost.sqlite') });
    const stored = await database.changes.after(0, 1_000_000);
    await database.close();
    for (const busy of sites) expectNothingDoubled(busy, stored);
  } finally {
    leaveAll();
    await mains.isBack();
    await mains.server.remove();
  }
}, 300_000);

/** A device of ours, which comes back by itself; it makes an asset and waits until that is stored. */
function phoneAt({ origin }: CentralServer, site: Site, { deviceId, deviceToken: token, clientId }: Joined) {
  const storeId = site.stores[0].id;
  const document = `store/${storeId}/${new Date().getUTCFullYear()}`;
  const client = stockClient(`${origin.replace('http', 'ws')}/sync`, document, { clientId, token });
  const made: string[] = [];
  let n = 0;
  return {
    made,
    work: async (): Promise<void> => {
      await client.synced();
      n += 1;
      const [id, entityId] = [randomUUID(), randomUUID()];
      const hlc = `${Date.now()}-0000-${deviceId}`;
      const patch = { assetNumber: `P ${n}` };
      client.changes.set(id, {
        id,
        hlc,
        userId: 'nurse',
        deviceId,
        n,
        kind: 'asset.create',
        entityId,
        patch,
      });
      await client.stored();
      made.push(`asset/${entityId}`);
    },
  };
}
