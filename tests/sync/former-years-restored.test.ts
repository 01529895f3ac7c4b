/** A restore across New Year: what stands in the documents of the year before comes back, whatever others gave back of them already. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { Time } from '../worlds/clocks';
import { fridge } from './replicas';
import { must, Restored } from './restored';

let time: Time;
let programme: Restored;

beforeEach(async () => {
  time = new Time();
  programme = await Restored.start({ now: time.now });
});
afterEach(async () => {
  await programme.stop();
  time.end();
});

it('[P8] a document that is again as central once listed it is not what this device has', async () => {
  const [phone, tablet] = [await programme.device(), await programme.device()];
  const backup = await programme.backup();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await programme.visit(phone);
  // central lists what the phone has sent, and then gets more
  must(await tablet.commit(addAsset, fridge('A-2', 'asset-2')));
  await programme.visit(tablet);
  time.passYear();
  programme.signOut();
  for (let round = 0; round < 2; round++) {
    await programme.restore(backup);
    await programme.visit(phone);
    await programme.visit(tablet);
    expect(await programme.database.rows.asset('asset-1')).toBeDefined();
    expect(await programme.database.rows.asset('asset-2')).toBeDefined();
  }
});
