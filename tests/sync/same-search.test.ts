// Support staff find with the same words the same records as a site: one set of records, the same queries on both sides.
import { expect, test } from 'vitest';
import { CONFIG } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import type { Change } from '#shared/change/change';
import { rights as staffRights } from '#shared/domain/rights';
import { findAssets } from '../../server/fleet/find-assets';
import { listAssets } from '../../src/features/equipment/pieces/table/listing';
import { matches, searchTerms } from '../../src/features/equipment/pieces/table/search';
import { readEquipmentNames } from '../../src/features/equipment/pieces/equipment-names';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { NOW, startRig } from '../support/relay';
import { joinedReplica, store } from './replicas';

let made = 0;
function change(kind: string, entityId: string, patch: Change['patch']): Change {
  made += 1;
  return {
    id: `0190b5a2-7c10-7a31-8e5f-${String(made).padStart(12, '0')}`,
    hlc: formatHlc({ ms: NOW + made, counter: 0, deviceId: 'd' }),
    ...{ userId: 'u', deviceId: 'd', n: made, kind, entityId, patch },
  };
}

const central = [
  change('assetClass.create', 'cl', { name: 'Matériel' }),
  change('assetCategory.create', 'ca', { name: 'Réfrigérateurs et congélateurs', classId: 'cl' }),
  change('assetType.create', 'ilr', { name: 'Ice-lined refrigerator', categoryId: 'ca' }),
  change('assetType.create', 'kond', { name: 'Soğuk oda', categoryId: 'ca' }),
  change('catalogueItem.create', 'i1', {
    ...{ code: 'E003/007', subCatalogue: 'WHO PQS', manufacturer: 'Vestfrost Solutions', model: 'MK 304' },
    ...{ classId: 'cl', categoryId: 'ca', typeId: 'ilr' },
  }),
  change('catalogueItem.create', 'i2', {
    ...{ code: 'X-1', subCatalogue: 'General', manufacturer: 'Łódzkie Chłodnie', model: '冷蔵庫 ２０' },
    ...{ classId: 'cl', categoryId: 'ca', typeId: 'kond' },
  }),
];
const kind = { classId: 'cl', categoryId: 'ca' };
const pieces: Change['patch'][] = [
  {
    assetNumber: 'RDG-VAX-001',
    serialNumber: 'SN 88/201',
    typeId: 'ilr',
    catalogueItemId: 'i1',
    storageLocation: 'غُرْفَةُ اللقاح',
  },
  {
    assetNumber: 'HC1\u2011007',
    typeId: 'kond',
    catalogueItemId: 'i2',
    donor: 'Gavi, the Vaccine Alliance',
    notes: 'İlaç odası',
  },
  {
    assetNumber: '٠٠٣',
    serialNumber: 'ＡＢ１２',
    typeId: 'ilr',
    manufacturer: 'Dometic',
    model: 'TCW 2000 AC',
    notes: 'Straße hinter dem Lager',
  },
  {
    assetNumber: 'HC-9',
    typeId: 'kond',
    manufacturer: 'ΨΥΓΕΙΑ',
    storageLocation: 'Salle d’accouchement',
    notes: 'Not\u200bworking',
  },
  { assetNumber: '100%_x', typeId: 'ilr', notes: 'back\\slash "quoted" 50%' },
];
const assets = pieces.map((fields, index) => change('asset.create', `a${index + 1}`, { ...kind, ...fields }));

const queries = [
  ...[
    'vestfrost',
    'VESTFROST mk',
    'mk 304',
    '304 mk',
    'e003/007',
    'E003',
    'ice-lined',
    'refrigerateurs',
    'CONGÉLATEURS',
  ],
  ...[
    'soguk',
    'soğuk',
    'ILAC',
    'ilaç',
    'غرفة',
    'غُرْفَةُ',
    'اللقاح',
    'lodzkie',
    'Łódzkie',
    '冷蔵庫',
    '20',
    '２０',
    '٢٠',
  ],
  ...[
    'hc1-007',
    'HC1–007',
    'rdg-vax-٠٠١',
    '003',
    '٠٠٣',
    'ab12',
    'sn 88/201',
    '88/201',
    'gavi alliance',
    'dometic 2000',
  ],
  ...[
    'ψυγεια',
    'ΨΥΓΕΊΑ',
    'strasse',
    'straße',
    "d'accouchement",
    'd’accouchement',
    'notworking',
    '%',
    '_',
    '100%',
    '\\',
    '"quoted"',
  ],
  ...['', '   ', 'nothing like it', '004sn', 'vestfrost gavi', 'a', '0'],
];

test('the same words find the same pieces on a device of the site and at central', async () => {
  const { db } = await joinedReplica();
  const rig = await startRig();
  const placed = (changes: readonly Change[]) =>
    changes.map((one, clock) => ({ client: 7, clock, change: one }));
  const document = `store/${store.id}/2026`;
  for (const [name, changes] of [
    [CONFIG, central],
    [document, assets],
  ] as const) {
    await applyRemote(db, name, placed(changes), NOW);
    const by = { deviceId: 'd', userId: 'u', rights: [...staffRights] };
    expect(await rig.sync.author(name, changes, by)).toMatchObject({ ok: true });
  }
  await rig.database.following.reached();
  const rows = listAssets(await db.assets.toArray(), await readEquipmentNames(db), new Map());
  expect(rows).toHaveLength(assets.length);
  const found: Record<string, [site: string[], central: string[]]> = {};
  for (const q of queries) {
    const here = rows.filter(({ text }) => matches(text, searchTerms(q))).map(({ id }) => id);
    const { items } = await findAssets(rig.database, { q, limit: 100 });
    found[q] = [here.sort(), items.map(({ id }) => id).sort()];
  }
  expect(Object.fromEntries(Object.entries(found).map(([q, [, there]]) => [q, there]))).toEqual(
    Object.fromEntries(Object.entries(found).map(([q, [here]]) => [q, here])),
  );
  // and they do find: most queries name one piece
  expect(Object.values(found).filter(([here]) => here.length > 0).length).toBeGreaterThan(40);
  await rig.stop();
});
