/** The stand-in for a site fails wherever a real one would lose a record without a word, or be sent one in vain: else no test shows it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenMSupplySite, type Batch, type Data, type WireRecord } from './open-msupply-site';
import { someAsset, someFile, someLog } from './records';
import { bornRows } from './site/database';
import { isFrom, versions } from './site/versions';

/** A server that answers each pull with the next of these. */
let answers: Batch[] = [];
let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.end(JSON.stringify({ data: answers.shift() })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const record = (tableName: string, recordData: Data, action = 'Insert'): WireRecord => ({
  ...{ tableName, recordId: String(recordData['id']), action },
  recordData: action === 'Delete' ? null : recordData,
});
const batchOf = (records: readonly WireRecord[], from = 1, more: Partial<Batch> = {}): Batch => ({
  end_cursor: from + records.length - 1,
  total_records: records.length,
  records: records.map((one, index) => ({ cursor: from + index, record: one })),
  is_last_batch: true,
  ...more,
});
const siteOf = (version: string): OpenMSupplySite =>
  new OpenMSupplySite(origin, 'hill', 'password', 'computer', { version });

function pulled(version: string, ...batches: Batch[]): Promise<WireRecord[]> {
  answers = batches;
  return siteOf(version).pull();
}

const bornOf = (table: string): Data => ({ ...bornRows.find((one) => one.table === table) });
const coldChain = bornOf('asset_class')['id'];
const category = bornOf('asset_category');
const type = bornOf('asset_catalogue_type');
const model = bornOf('asset_catalogue_item');
const modelOnWire: Data = {
  ...{ id: 'm', sub_catalogue: 'General', code: 'OWN/1', manufacturer: null, model: 'M', properties: '{}' },
  ...{ class_id: model['asset_class_id'], category_id: model['asset_category_id'] },
  ...{ type_id: model['asset_catalogue_type_id'], deleted_datetime: null },
};
const asset = someAsset('a', { donor_name_id: null });
const reason: Data = {
  ...{ id: 'r', asset_log_status: 'NOT_FUNCTIONING', reason: 'Flooded', deleted_datetime: null },
  comments_required: false,
};
const property: Data = {
  ...{ id: 'p', key: 'p', name: 'P', asset_class_id: coldChain, value_type: 'STRING' },
};
const place = { id: 'l', asset_id: 'a', location_id: 'location 1' };
const variant: Data = {
  id: 'v',
  name: 'Vial',
  item_link_id: 'item 1',
  created_datetime: '2024-01-01T00:00:00',
};
const level: Data = { id: 'w', name: 'Vial', item_variant_id: 'v', packaging_level: 1 };
const pack: Data = {
  ...{ id: 'k', item_id: 'item 1', short_name: 'V', long_name: 'Vial', pack_size: 1, is_active: true },
};

interface Wrong {
  what: string;
  records: WireRecord[];
  /** of these versions alone */
  at?: (version: string) => boolean;
}

const before = (minor: number) => (version: string) => !isFrom(minor, version);
const from = (minor: number) => (version: string) => isFrom(minor, version);

const wrongs: readonly Wrong[] = [
  {
    what: 'a status that is none',
    records: [record('asset', asset), record('asset_log', someLog('a', 'BROKEN'))],
  },
  {
    ...{ what: 'a status of later versions', at: before(4) },
    records: [record('asset', asset), record('asset_log', someLog('a', 'UNSERVICEABLE', { type: null }))],
  },
  {
    what: 'a type of a log that is none',
    at: from(18),
    records: [record('asset', asset), record('asset_log', someLog('a', 'FUNCTIONING', { type: 'OTHER' }))],
  },
  {
    what: 'a kind of value that is none',
    records: [record('asset_property', { ...property, value_type: 'COLOUR' })],
  },
  {
    what: 'a kind of value of later versions',
    at: before(18),
    records: [record('asset_property', { ...property, value_type: 'DATE' })],
  },
  {
    what: 'a reason of a status of later versions',
    at: before(4),
    records: [record('asset_log_reason', { ...reason, asset_log_status: 'UNSERVICEABLE' })],
  },
  { what: 'equipment without its time', records: [record('asset', { ...asset, created_datetime: null })] },
  {
    what: 'a log without a user',
    records: [record('asset', asset), record('asset_log', someLog('a', 'FUNCTIONING', { user_id: null }))],
  },
  {
    what: 'a log without the time of its making',
    at: from(18),
    records: [
      record('asset', asset),
      record('asset_log', someLog('a', 'FUNCTIONING', { created_datetime: null })),
    ],
  },
  { what: 'a class without a name', records: [record('asset_class', { id: 'c', name: null })] },
  {
    what: 'a reason that does not say whether it demands a comment',
    at: from(16),
    records: [record('asset_log_reason', { ...reason, comments_required: null })],
  },
  {
    what: 'a model without a code',
    records: [record('asset_catalogue_item', { ...modelOnWire, code: null })],
  },
  {
    what: 'a file without its name',
    records: [record('sync_file_reference', someFile('a', 3, { file_name: null }))],
  },
  {
    what: 'a variant without its time',
    at: from(8),
    records: [record('item_variant', { ...variant, created_datetime: null })],
  },
  {
    what: 'another class of the same name',
    records: [record('asset_class', { ...bornOf('asset_class'), id: 'c' })],
  },
  {
    what: 'another category of the same name',
    records: [
      record('asset_category', { id: 'c', name: category['name'], class_id: category['asset_class_id'] }),
    ],
  },
  {
    what: 'another type of the same name',
    records: [
      record('asset_catalogue_type', { id: 't', name: type['name'], category_id: type['asset_category_id'] }),
    ],
  },
  {
    what: 'another model of the same code',
    records: [record('asset_catalogue_item', { ...modelOnWire, code: model['code'] })],
  },
  {
    what: 'a second piece at one place',
    records: [
      record('asset', asset),
      record('asset', { ...asset, id: 'b' }),
      record('asset_internal_location', place),
      record('asset_internal_location', { ...place, id: 'l2', asset_id: 'b' }),
    ],
  },
  ...['asset_class_id', 'asset_category_id', 'asset_type_id', 'catalogue_item_id', 'donor_name_id'].map(
    (field): Wrong => ({
      what: `equipment whose ${field} is nowhere`,
      ...(field === 'donor_name_id' && { at: from(1) }),
      records: [record('asset', { ...asset, [field]: 'nowhere' })],
    }),
  ),
  { what: 'a log of no equipment', records: [record('asset_log', someLog('nowhere', 'FUNCTIONING'))] },
  {
    what: 'a log whose reason is nowhere',
    records: [
      record('asset', asset),
      record('asset_log', someLog('a', 'FUNCTIONING', { reason_id: 'nowhere' })),
    ],
  },
  {
    what: 'a category of no class',
    records: [record('asset_category', { id: 'c', name: 'C', class_id: 'nowhere' })],
  },
  {
    what: 'a model of no type',
    records: [record('asset_catalogue_item', { ...modelOnWire, type_id: 'nowhere' })],
  },
  { what: 'a variant of no item', at: from(4), records: [record('item_variant', variant)] },
  { what: 'a level of no variant', at: from(4), records: [record('packaging_variant', level)] },
  { what: 'a pack of no item', at: before(4), records: [record('pack_variant', pack)] },
  { what: 'a table of later versions', at: before(4), records: [record('item_variant', variant)] },
  { what: 'a table of earlier versions', at: from(4), records: [record('pack_variant', pack)] },
  { what: 'a table of nobody', records: [record('spaceship', { id: 's' })] },
  { what: 'the removal of a class', records: [record('asset_class', { id: String(coldChain) }, 'Delete')] },
  {
    what: 'a time with a zone',
    records: [record('asset', { ...asset, modified_datetime: '2024-01-01T00:00:00Z' })],
  },
  {
    what: 'a day with a time',
    records: [record('asset', { ...asset, installation_date: '2024-01-01T00:00:00' })],
  },
  {
    what: 'a flag that is a number',
    at: from(1),
    records: [record('asset', { ...asset, needs_replacement: 1 })],
  },
  {
    what: 'properties that are no text',
    at: from(1),
    records: [record('asset', { ...asset, properties: { energy: 'GAS' } })],
  },
  {
    what: 'two records of one id',
    records: [record('asset', asset), record('asset_log_reason', { ...reason, id: 'a' })],
  },
];

describe.each(versions.map(({ name }) => name))('a stand-in for %s', (version) => {
  it('takes what a real site takes', async () => {
    const log = someLog('a', 'FUNCTIONING', { type: isFrom(18, version) ? 'STATUS_UPDATE' : null });
    const good = [
      record('asset_class', { id: 'c', name: 'Vehicles' }),
      record('asset_property', property),
      record('asset_log_reason', reason),
      record('asset_catalogue_item', modelOnWire),
      record('asset', { ...asset, catalogue_item_id: 'm' }),
      record('asset_log', { ...log, reason_id: 'r' }),
      record('sync_file_reference', someFile('a', 3)),
    ];
    expect(await pulled(version, batchOf(good))).toHaveLength(good.length);
  });

  it.each(wrongs.filter(({ at = () => true }) => at(version)))('fails on $what', async ({ records }) => {
    await expect(pulled(version, batchOf(records))).rejects.toThrow(/cannot store|one is lost/);
  });

  it('fails on a record that it has just so, in the next pull', async () => {
    answers = [batchOf([record('asset', asset)]), batchOf([record('asset', asset)], 2)];
    const site = siteOf(version);
    await site.pull();
    await expect(site.pull()).rejects.toThrow('was sent again');
  });

  it('fails on what stands before the cursor that it asked from, on a pull that goes back, and on a wrong end', async () => {
    const one = record('asset', asset);
    answers = [batchOf([one]), batchOf([record('asset', { ...asset, notes: 'other' })])];
    const site = siteOf(version);
    await site.pull();
    await expect(site.pull()).rejects.toThrow('was sent what stands at');
    const endless = batchOf([one], 1, { total_records: 501, is_last_batch: false });
    await expect(pulled(version, endless, { ...endless, records: [], end_cursor: 0 })).rejects.toThrow(
      'a pull without end',
    );
    await expect(pulled(version, batchOf([one], 1, { is_last_batch: false }))).rejects.toThrow(
      'is not what it says',
    );
  });
});
