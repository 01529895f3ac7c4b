/** The cost of a first sync on the wire: bytes, which no machine makes more or fewer. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { toBytes } from '#shared/change/codec/write';
import { encodePiece } from '#shared/change/piece/piece';
import { catalogueChanges } from '../../tests/central/catalogue';
import { ChangeMaker } from '../../tests/central/change-maker';
import { newId } from '../new-id';
import { bornModel, bornReasons, classificationOf } from '../reference-data/born/born';
import { starterChanges } from '../reference-data/starter-changes';
import { CHANGES_PER_PIECE } from './log-pieces';
import { PieceFolder } from './piece-folder';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sizes-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Compressed bytes of all of it, the last part too, which would come over the socket. */
async function bytesOf(changes: readonly Change[]): Promise<number> {
  const pieces = new PieceFolder(folder, 'config');
  let bytes = 0;
  for (let first = 0; first < changes.length; first += CHANGES_PER_PIECE) {
    const some = changes.slice(first, first + CHANGES_PER_PIECE);
    const placed = some.map((change, index) =>
      toBytes({ client: 1_234_567_890, clock: first + index, change }),
    );
    bytes += (await pieces.put(encodePiece(placed))).bytes;
  }
  return bytes;
}

/** A store with a history: each asset and its logs over some months, every id and number another. */
function storeChanges(assets: number): Change[] {
  const maker = new ChangeMaker(newId(Date.now()), newId(Date.now()));
  const storeId = newId(Date.now());
  const [broken = ''] = bornReasons('NOT_FUNCTIONING');
  return Array.from({ length: assets }, (_, index) => {
    const asset = maker.make('asset.create', {
      storeId,
      assetNumber: `RDG-${index}`,
      serialNumber: `SN${100_000 + ((index * 7919) % 899_999)}`,
      catalogueItemId: bornModel('E003/007').id,
      ...classificationOf('Ice-lined refrigerator'),
      needsReplacement: false,
    });
    const isBroken = index % 5 === 0;
    const log = maker.make('assetLog.add', {
      assetId: asset.entityId,
      type: 'STATUS_UPDATE',
      functionalStatus: isBroken ? 'NOT_FUNCTIONING' : 'FUNCTIONING',
      ...(isBroken && { reasonId: broken }),
      loggedAt: new Date(Date.UTC(2026, 5, 1) + ((index * 7_919_111) % 15_552_000_000)).toISOString(),
    });
    return [asset, log];
  }).flat();
}

test('ten thousand changes of a store are at most 0.40 MB', async () => {
  const bytes = await bytesOf(storeChanges(5000));
  console.info(`10,000 changes of a store: ${bytes} bytes`);
  expect(bytes).toBeLessThan(400_000);
});

test('five thousand catalogue items, with what every programme begins with, are at most 300 kB', async () => {
  const bytes = await bytesOf([...starterChanges().changes, ...catalogueChanges(5000)]);
  console.info(`5,000 catalogue items: ${bytes} bytes`);
  expect(bytes).toBeLessThan(300_000);
});
