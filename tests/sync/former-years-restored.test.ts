/** A restore across New Year: what stands in the documents of the year before comes back, whatever others gave back of them already. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { Time } from '../worlds/clocks';
import { CutAtGiveBack } from './cut-at-give-back';
import { runEngine } from './engines';
import { fridge } from './replicas';
import { must, Restored } from './restored';
import { untilDone, untilProgress } from './until';

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

it('[P8] a document whose connection broke before all was given back is exchanged again in the next cycle', async () => {
  const phone = await programme.device();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await programme.visit(phone);
  const backup = await programme.backup();
  must(await phone.commit(addAsset, fridge('A-2', 'asset-2')));
  await programme.visit(phone);
  time.passYear();
  programme.signOut();
  await programme.restore(backup);
  const cut = new CutAtGiveBack();
  await phone.db.progress.clear();
  const engine = runEngine(phone.db, { WebSocket: cut.socket });
  await cut.done;
  // the cycle in which the link broke, and the next one of the same engine
  await untilProgress(phone.db, ({ state }) => state === 'offline');
  await untilDone(phone.db);
  await engine.stop();
  expect(await programme.database.rows.asset('asset-2')).toBeDefined();
});
