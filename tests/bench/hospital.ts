/** Equipment of every kind with some years of history, written by central into the document of a site. */
import type { Change } from '#shared/change/change';
import { storeDocument, yearOf } from '#shared/change/documents';
import { functionalStatuses } from '#shared/domain/functional-status';
import { bornReasons, bornRows } from '../../server/reference-data/born/born';
import { ChangeMaker } from '../central/change-maker';
import type { Site, Staff } from '../central/staff';

const [brokenFor = ''] = bornReasons('NOT_FUNCTIONING');
const models = bornRows.filter(({ entity }) => entity === 'catalogueItem');
const places = ['Ward 1', 'Ward 2', 'Maternity', 'Dry store', 'Cold room', 'Theatre', 'Laboratory'];
const DAY = 24 * 60 * 60 * 1000;
/** well under the size of one call */
const AT_A_TIME = 500;

export interface Amount {
  assets: number;
  logsEach: number;
}

/** Numbered `<code of the site>-00001` and on; the models, statuses and places go round. Needs the starter data. */
export async function fillHospital(staff: Staff, site: Site, { assets, logsEach }: Amount): Promise<void> {
  const maker = new ChangeMaker('bench-scene', 'bench-scene');
  const document = storeDocument(site.stores[0].id, yearOf(Date.now()));
  let changes: Change[] = [];
  for (let index = 0; index < assets; index++) {
    const asset = makeAsset(maker, site, index);
    const logs = Array.from({ length: logsEach }, (_, log) => makeLog(maker, asset.entityId, index, log));
    changes.push(asset, ...logs);
    if (changes.length < AT_A_TIME && index < assets - 1) continue;
    const { refused } = await staff.author(document, changes);
    if (refused.length > 0) throw new Error(`central refused equipment: ${JSON.stringify(refused[0])}`);
    changes = [];
  }
}

function makeAsset(maker: ChangeMaker, site: Site, index: number): Change {
  const model = models[index % models.length];
  if (!model) throw new Error('the starter catalogue is empty');
  const { classId = '', categoryId = '', typeId = '' } = model.patch;
  return maker.make('asset.create', {
    storeId: site.stores[0].id,
    assetNumber: `${site.code}-${String(index + 1).padStart(5, '0')}`,
    serialNumber: `SN${String(31_000 + index * 7)}`,
    catalogueItemId: model.id,
    ...{ classId, categoryId, typeId },
    installationDate: `${2010 + (index % 14)}-0${1 + (index % 9)}-15`,
    storageLocation: places[index % places.length] ?? '',
    needsReplacement: index % 11 === 0,
    ...(index % 5 === 0 && {
      notes: `Serviced in round ${index % 40}; lid seal ${index % 3 ? 'good' : 'worn'}`,
    }),
  });
}

function makeLog(maker: ChangeMaker, assetId: string, index: number, log: number): Change {
  const functionalStatus = functionalStatuses[(index + log) % functionalStatuses.length] ?? 'FUNCTIONING';
  return maker.make('assetLog.add', {
    assetId,
    type: 'STATUS_UPDATE',
    functionalStatus,
    ...(functionalStatus === 'NOT_FUNCTIONING' && { reasonId: brokenFor }),
    loggedAt: new Date(Date.now() - ((index % 300) + 40 * log) * DAY).toISOString(),
  });
}
