/** Links that break: between any two calls, and in the midst of a request or an answer. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CuttingLink } from '../sync/cutting-link';
import { randomOf } from '../sync/random';
import { leaveAll } from '../sync/stock-client';
import { BusySite } from './busy-site';
import { Programme } from './central';
import { phoneOf, siteCoded, type Phone } from './device';
import { expectNothingDoubled, expectNothingLost } from './nothing-lost';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start();
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

const soon = () => new Promise(setImmediate);
const stored = () => programme.central.database.changes.after(0, 1_000_000);

async function busySite(code: string, seed: number): Promise<BusySite> {
  const site = await programme.v6Site(code);
  return new BusySite(site, `${code}-store`, randomOf(seed), soon);
}

describe('a V6 site loses nothing and doubles nothing', () => {
  it('when the answer to any of its calls is lost, whichever', async () => {
    for (let cut = 1, wasCut = true; wasCut; cut++) {
      const busy = await busySite(`cut${cut}`, 1);
      busy.site.batchSize = 2;
      await busy.work();
      busy.site.cuts.add(busy.site.calls + cut);
      await busy.work();
      wasCut = busy.site.cuts.size === 0;
      expect(wasCut || cut > 7).toBe(true);
      await expectNothingLost(busy);
      expectNothingDoubled(busy, await stored());
    }
  }, 180_000);

  it('when the link breaks anywhere in a request, its answer or a file', async () => {
    const busy = await busySite('hill', 2);
    const random = randomOf(3);
    const link = await CuttingLink.to(programme.origin, () => 200 + random.below(9000));
    busy.site.origin = link.origin;
    while (link.cuts < 25) await busy.work();
    link.mend();
    link.close();
    busy.site.origin = programme.origin;
    await expectNothingLost(busy);
    expectNothingDoubled(busy, await stored());
  }, 180_000);

  it('when it makes every call twice at once, as over a link that repeats', async () => {
    const busy = await busySite('hill', 4);
    busy.site.batchSize = 3;
    busy.site.repeats = true;
    for (let time = 0; time < 4; time++) await busy.work();
    await expectNothingLost(busy);
    expectNothingDoubled(busy, await stored());
  });
});

describe('twenty V6 sites at once, each with a phone of ours in its store', () => {
  it('all have everything in the end, and nothing twice', async () => {
    const places = Array.from({ length: 20 }, (_, index) => `many${index}`);
    const crew = await Promise.all(
      places.map(async (code, seed) => {
        const busy = await busySite(code, seed);
        return { busy, phone: await phoneOf(programme, await siteCoded(programme, code), `${code}-store`) };
      }),
    );
    const made = await Promise.all(
      crew.map(async ({ busy, phone }) => {
        const [, ids] = await Promise.all([workThrice(busy), writeWith(phone)]);
        return ids;
      }),
    );
    for (const [index, { busy, phone }] of crew.entries()) {
      await expectNothingLost(
        busy,
        made[index]?.map((id) => `asset/${id}`),
      );
      expectNothingDoubled(busy, await stored());
      for (const key of busy.taken.keys()) await phone.sees(key.split('/')[1] ?? '', {});
    }
  }, 120_000);

  async function workThrice(busy: BusySite): Promise<void> {
    for (let time = 0; time < 3; time++) await busy.work();
  }

  async function writeWith(phone: Phone): Promise<string[]> {
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) {
      const id = randomUUID();
      await phone.say('asset.create', id, { assetNumber: `P ${count}` });
      ids.push(id);
    }
    return ids;
  }
});
