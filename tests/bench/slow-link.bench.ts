/** Checks that data come through while photos go up over a bad link: the device's own engine, in Node, behind a simulated one. */
import { addAsset } from '#shared/commands/add-asset';
import { attachFile } from '#shared/commands/attach-file';
import { updateStatus } from '#shared/commands/update-status';
import { keepFile } from '../../src/replica/files/keep-file';
import type { Replica } from '../../src/replica/replica';
import { CentralServer } from '../central/server';
import { Staff } from '../central/staff';
import { jpeg } from '../server/upload';
import { joinDevice, must, runEngine } from '../sync/engines';
import { preparedFile } from '../sync/files';
import { NarrowLink } from '../sync/narrow-link';
import { randomOf } from '../sync/random';
import { fridge } from '../sync/replicas';
import { until, untilDone } from '../sync/until';
import { printSection, whole } from './table';

/** All 200 of a site take about half an hour: `PHOTOS=200`. */
const PHOTOS = Number(process.env['PHOTOS'] ?? 15);
const PHOTO_BYTES = 200_000;
const THUMBNAIL_BYTES = 9000;
const LINK = { bytesPerSecond: 32_000, roundTrip: 600, loss: 0.02 };
/** Between two changes of a person, milliseconds. */
const [LEAST_PAUSE, PAUSES] = [2000, 6000];

const random = randomOf(200);
const server = await CentralServer.start();
const staff = await Staff.signIn(server.origin);
const site = await staff.makeSite('S1', 'Far away');
const storeId = site.stores[0].id;
const phone = await joinDevice(server, (await staff.makeJoinCode(site)).code);
must(await phone.commit(addAsset, { ...fridge('A-1', 'asset-1'), storeId }));
const link = await NarrowLink.to(server.origin, LINK, random);
await phone.db.identity.where('id').equals('me').modify({ centralUrl: link.origin });
const engine = runEngine(phone.db, { random: random.next });
await untilDone(phone.db);

for (let photo = 0; photo < PHOTOS; photo++) await attach(phone, photo);
const began = performance.now();
let isOver = false;
const over = until(
  () => phone.db.fileCopies.where('state').notEqual('central').count(),
  (count) => count === 0,
).then(() => (isOver = true));
const waits = await changesMeanwhile();
await over;
const seconds = (performance.now() - began) / 1000;
await engine.stop();
link.close();
await server.remove();

waits.sort((a, b) => a - b);
const at = (share: number): string =>
  `${((waits[Math.floor(waits.length * share)] ?? 0) / 1000).toFixed(1)} s`;
const sent = PHOTOS * (PHOTO_BYTES + THUMBNAIL_BYTES);
printSection({
  title: 'Data beside photos on a bad link',
  about: [
    `256 kbit/s, 600 ms there and back, 2 % of the segments lost, shared by all connections (simulated).`,
    `A device sends ${PHOTOS} photos of ${PHOTO_BYTES / 1000} kB with their thumbnails; meanwhile a person records a status every`,
    'few seconds. How long it takes from saving until the device knows that central has it on disk. Aim: 95 % under 5 s.',
  ].join(' '),
  columns: [
    'photos',
    'changes',
    'median',
    '95 % within',
    'slowest',
    'photos took',
    'of the link, for photos',
  ],
  rows: [
    [
      whole(PHOTOS),
      whole(waits.length),
      at(0.5),
      at(0.95),
      at(0.9999),
      `${whole(seconds)} s`,
      `${whole((sent / seconds / LINK.bytesPerSecond) * 100)} %`,
    ],
  ],
});
process.exit(0);

async function attach({ db, commit }: Replica, seed: number): Promise<void> {
  const file = preparedFile(jpeg(PHOTO_BYTES + seed, seed), jpeg(THUMBNAIL_BYTES + seed, seed + 100));
  const facts = must(await keepFile(db, file, storeId, Date.now()));
  must(await commit(attachFile, { ownerTable: 'asset', ownerId: 'asset-1', ...facts }));
}

/** Records a status now and again until the photos are there; returns the time that each took to be stored, milliseconds. */
async function changesMeanwhile(): Promise<number[]> {
  const took: number[] = [];
  while (!isOver) {
    await new Promise((resolve) => setTimeout(resolve, LEAST_PAUSE + random.below(PAUSES)));
    const from = performance.now();
    const [change] = must(
      await phone.commit(updateStatus, { assetId: 'asset-1', functionalStatus: 'FUNCTIONING' }),
    );
    await until(
      () => phone.db.outbox.get(change?.id ?? ''),
      (owed) => owed === undefined,
    );
    took.push(performance.now() - from);
  }
  return took;
}
