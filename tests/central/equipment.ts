/** Equipment with a history, written by central into the documents of a site: the data that a test or a benchmark begins with. */
import type { Change } from '#shared/change/change';
import { storeDocument, yearOf } from '#shared/change/documents';
import { functionalStatuses } from '#shared/domain/functional-status';
import { bornModel, bornReasons, classificationOf } from '../../server/reference-data/born/born';
import { ChangeMaker } from './change-maker';
import type { Site, Staff } from './staff';

const model = bornModel('E003/007').id;
const place = classificationOf('Ice-lined refrigerator');
const [brokenFor = ''] = bornReasons('NOT_FUNCTIONING');
const DAY = 24 * 60 * 60 * 1000;
/** well under the size of one call */
const AT_A_TIME = 200;

/** The ids of the new assets, which are numbered `<code of the site>-001` and on; each has one log. Needs the starter data. */
export async function equip(staff: Staff, site: Site, count: number): Promise<string[]> {
  const maker = new ChangeMaker('test-scene', 'test-scene');
  const assets = Array.from({ length: count }, (_, index) => makeAsset(maker, site, index));
  const changes = assets.flatMap(([asset, log]) => [asset, log]);
  const document = storeDocument(site.stores[0].id, yearOf(Date.now()));
  for (let first = 0; first < changes.length; first += AT_A_TIME) {
    const { refused } = await staff.author(document, changes.slice(first, first + AT_A_TIME));
    if (refused.length > 0) throw new Error(`central refused equipment: ${JSON.stringify(refused[0])}`);
  }
  return assets.map(([asset]) => asset.entityId);
}

function makeAsset(maker: ChangeMaker, site: Site, index: number): [Change, Change] {
  const asset = maker.make('asset.create', {
    storeId: site.stores[0].id,
    assetNumber: `${site.code}-${String(index + 1).padStart(3, '0')}`,
    serialNumber: `SN${1000 + index}`,
    catalogueItemId: model,
    ...place,
    needsReplacement: false,
  });
  const functionalStatus = functionalStatuses[index % functionalStatuses.length] ?? 'FUNCTIONING';
  const log = maker.make('assetLog.add', {
    assetId: asset.entityId,
    type: 'STATUS_UPDATE',
    functionalStatus,
    ...(functionalStatus === 'NOT_FUNCTIONING' && { reasonId: brokenFor }),
    loggedAt: new Date(Date.now() - (index % 60) * DAY).toISOString(),
  });
  return [asset, log];
}
