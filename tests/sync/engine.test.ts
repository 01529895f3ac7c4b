import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import type { Central } from '../../server/start-central';
import { joinDevice, makeSite, must, runEngine, startTestCentral, type RunningEngine } from './engines';
import { fridge } from './replicas';
import { until, untilDone, untilProgress, untilSettled } from './until';

let central: Central;
let code: () => Promise<string>;
const engines: RunningEngine[] = [];

beforeEach(async () => {
  central = await startTestCentral();
  ({ code } = await makeSite(central));
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  await central.close();
});

function start(...args: Parameters<typeof runEngine>): RunningEngine {
  const engine = runEngine(...args);
  engines.push(engine);
  return engine;
}

describe('the engine', () => {
  it('brings what was written offline to central, and from there to another device', async () => {
    const [phone, tablet] = [
      await joinDevice(central, await code()),
      await joinDevice(central, await code()),
    ];
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'by the door' } }));
    start(phone.db);
    start(tablet.db);
    await untilSettled(phone.db);
    const row = await until(
      () => tablet.db.assets.get('asset-1'),
      (asset) => asset?.notes === 'by the door',
    );
    expect(row).toEqual(await phone.db.assets.get('asset-1'));
    must(await tablet.commit(editAsset, { id: 'asset-1', values: { notes: 'in the store room' } }));
    await until(
      () => phone.db.assets.get('asset-1'),
      (asset) => asset?.notes === 'in the store room',
    );
    await untilSettled(tablet.db);
    const progress = await untilDone(phone.db);
    expect(progress?.steps.map((step) => step.state)).toEqual(['done', 'done', 'done', 'done', 'done']);
  });
});
