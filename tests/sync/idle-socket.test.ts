// A device that is connected and silent costs central memory for as long as it is there: nothing of its call may stay.
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startRig, YEAR } from '../support/relay';

setFlagsFromString('--expose-gc');
/** after which what is still there is held */
const TURNS = 20;
const collect = runInNewContext('gc') as () => void;

test('an open socket holds nothing of the request that opened it', async () => {
  const rig = await startRig();
  await rig.device({ id: 'phone', clientIds: [11], stores: ['s1'] });
  let request: WeakRef<object> | undefined;
  const upgrade = rig.sync.upgrade.bind(rig.sync);
  rig.sync.upgrade = (one, line, head) => {
    request = new WeakRef(one);
    upgrade(one, line, head);
  };
  const socket = new WebSocket(`${rig.url}/store/s1/${YEAR}`, ['waypost.v6', 'token.phone']);
  await once(socket, 'message');
  expect(request).toBeDefined();
  for (let turn = 0; turn < TURNS && request?.deref(); turn++) {
    await setImmediate();
    collect();
  }
  expect(request?.deref()).toBeUndefined();
  socket.terminate();
  await rig.stop();
});
