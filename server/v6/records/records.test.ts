import { describe, expect, it } from 'vitest';
import type { Asset } from '#shared/domain/asset';
import type { JsonObject } from '#shared/json';
import type { AssetLog } from '#shared/domain/asset-log';
import { readSiteVersion } from '../wire/site-version';
import { readAsset, writeAsset } from './asset';
import { readAssetLog, writeAssetLog } from './asset-log';
import { writeCatalogueItem, writeStatusReason } from './catalogue';
import { writeAssetCategory, writeAssetClass, writeAssetProperty, writeAssetType } from './hierarchy';
import {
  packagingVariantId,
  writeItemVariant,
  writePackagingVariant,
  writePackVariant,
} from './pack-variant';
import { gapOf } from './gaps';
import { readFileReference, writeFileReference } from './sync-file-reference';

const asset: Asset = {
  id: 'a1',
  storeId: 's1',
  assetNumber: 'N 1',
  serialNumber: 'SN 1',
  classId: 'c1',
  categoryId: 'c2',
  typeId: 't1',
  catalogueItemId: 'i1',
  installationDate: '2020-01-22',
  warrantyStart: '2020-01-22',
  warrantyEnd: '2023-01-22',
  needsReplacement: true,
  notes: 'by the door',
  properties: { energy: 'SOLAR', litres: 4.5, lockable: true },
  lockedFields: ['serialNumber', 'warrantyEnd'],
  createdAt: '2020-01-22T15:16:00.000Z',
  modifiedAt: '2024-05-06T07:08:09.120Z',
  v6Fields: { donor_name_id: 'd1', properties: { sizes: [1, 2] }, from_a_newer_site: { deep: 1 } },
};

const assetRecord = {
  id: 'a1',
  notes: 'by the door',
  asset_number: 'N 1',
  asset_category_id: 'c2',
  asset_class_id: 'c1',
  asset_type_id: 't1',
  store_id: 's1',
  serial_number: 'SN 1',
  catalogue_item_id: 'i1',
  installation_date: '2020-01-22',
  replacement_date: null,
  created_datetime: '2020-01-22T15:16:00',
  modified_datetime: '2024-05-06T07:08:09.120',
  deleted_datetime: null,
  properties: '{"sizes":[1,2],"energy":"SOLAR","litres":4.5,"lockable":true}',
  donor_name_id: 'd1',
  warranty_start: '2020-01-22',
  warranty_end: '2023-01-22',
  needs_replacement: true,
  locked_fields_json: '{"serialNumber":true,"warrantyEnd":true}',
  from_a_newer_site: { deep: 1 },
};

describe('an asset record', () => {
  it('is written with every field, blanks as null, and what the site alone knows', () => {
    expect(writeAsset(asset)).toEqual({
      tableName: 'asset',
      recordId: 'a1',
      data: assetRecord,
    });
  });

  it('is read field by field', () => {
    expect(readAsset(assetRecord)).toEqual({
      ok: true,
      value: {
        at: Date.UTC(2024, 4, 6, 7, 8, 9, 120),
        fields: {
          notes: 'by the door',
          assetNumber: 'N 1',
          categoryId: 'c2',
          classId: 'c1',
          typeId: 't1',
          storeId: 's1',
          serialNumber: 'SN 1',
          catalogueItemId: 'i1',
          installationDate: '2020-01-22',
          replacementDate: null,
          createdAt: '2020-01-22T15:16:00.000Z',
          modifiedAt: '2024-05-06T07:08:09.120Z',
          deletedAt: null,
          warrantyStart: '2020-01-22',
          warrantyEnd: '2023-01-22',
          needsReplacement: true,
          properties: true,
          'properties.energy': 'SOLAR',
          'properties.litres': 4.5,
          'properties.lockable': true,
          lockedFields: ['serialNumber', 'warrantyEnd'],
          v6Fields: {
            donor_name_id: 'd1',
            properties: { sizes: [1, 2] },
            from_a_newer_site: { deep: 1 },
            locked_fields_json: null,
          },
        },
      },
    });
  });

  it('may hold nothing but its id and its times', () => {
    const said = readAsset({
      id: 'a1',
      created_datetime: '2020-01-22',
      modified_datetime: '2020-01-23T00:00:00Z',
    });
    expect(said).toEqual({
      ok: true,
      value: {
        at: Date.UTC(2020, 0, 23),
        fields: { createdAt: '2020-01-22T00:00:00.000Z', modifiedAt: '2020-01-23T00:00:00.000Z' },
      },
    });
  });

  it.each([
    ['installation_date', 'soon'],
    ['deleted_datetime', '2020-13-01T00:00:00'],
    ['needs_replacement', 'perhaps'],
    ['notes', { text: 1 }],
    ['modified_datetime', 'now'],
  ])('is not read when %s is %j', (field, value) => {
    expect(readAsset({ ...assetRecord, [field]: value })).toEqual({
      ok: false,
      issues: [{ code: 'bad-field', field }],
    });
  });

  it('gives back the locked fields as the site wrote them, until they change', () => {
    const text = '{"serial_number": true, "colour": true}';
    const said = readAsset({ ...assetRecord, locked_fields_json: text });
    expect(said.ok && said.value.fields['lockedFields']).toEqual(['serialNumber']);
    const v6Fields = { locked_fields_json: text };
    expect(
      writeAsset({ ...asset, lockedFields: ['serialNumber'], v6Fields }).data['locked_fields_json'],
    ).toBe(text);
    expect(writeAsset({ ...asset, lockedFields: [], v6Fields }).data['locked_fields_json']).toBeNull();
  });
});

const logRecord = {
  id: 'l1',
  asset_id: 'a1',
  user_id: 'u1',
  status: 'NOT_FUNCTIONING',
  comment: 'no sun',
  type: 'STATUS_UPDATE',
  reason_id: 'r1',
  log_datetime: '2024-02-01T08:00:00',
  created_datetime: '2024-02-02T09:00:00',
};

describe('an asset log record', () => {
  it('is read and written as it was', () => {
    const said = readAssetLog(logRecord);
    expect(said).toEqual({
      ok: true,
      value: {
        at: Date.UTC(2024, 1, 2, 9),
        userId: 'u1',
        fields: {
          assetId: 'a1',
          functionalStatus: 'NOT_FUNCTIONING',
          comment: 'no sun',
          type: 'STATUS_UPDATE',
          reasonId: 'r1',
          loggedAt: '2024-02-01T08:00:00.000Z',
          createdAt: '2024-02-02T09:00:00.000Z',
        },
      },
    });
    const row = {
      id: 'l1',
      assetId: 'a1',
      userId: 'u1',
      functionalStatus: 'NOT_FUNCTIONING' as const,
      comment: 'no sun',
      type: 'STATUS_UPDATE' as const,
      reasonId: 'r1',
      loggedAt: '2024-02-01T08:00:00.000Z',
      createdAt: '2024-02-02T09:00:00.000Z',
    };
    expect(writeAssetLog(row).data).toEqual(logRecord);
    expect(writeAssetLog({ ...row, userId: 'v6.of a site' }).data['user_id']).toBe('v6.of a site');
  });

  it.each([
    'FUNCTIONING',
    'FUNCTIONING_BUT_NEEDS_ATTENTION',
    'NOT_FUNCTIONING',
    'NOT_IN_USE',
    'DECOMMISSIONED',
    'UNSERVICEABLE',
  ])('may say %s', (status) => {
    const said = readAssetLog({ ...logRecord, status });
    expect(said.ok && said.value.fields['functionalStatus']).toBe(status);
  });

  it('may say no other status', () =>
    expect(readAssetLog({ ...logRecord, status: 'BROKEN' })).toEqual({
      ok: false,
      issues: [{ code: 'bad-field', field: 'status' }],
    }));
});

describe('the type of a log', () => {
  const older: JsonObject = Object.fromEntries(
    Object.entries(logRecord).filter(([name]) => name !== 'type' && name !== 'created_datetime'),
  );
  const readBack = (type: string | null | undefined, version: string) => {
    const said = readAssetLog({ ...older, ...(type !== undefined && { type }) });
    if (!said.ok) throw new Error('it is not read');
    const row = { id: 'l1', userId: 'u1', ...said.value.fields } as unknown as AssetLog;
    return { type: row.type, back: writeAssetLog(row, readSiteVersion(version)).data['type'] };
  };

  it.each([
    [undefined, 'STATUS_UPDATE', null],
    [null, 'STATUS_UPDATE', null],
    ['', 'STATUS_UPDATE', null],
    ['Temperature Mapping', 'TEMPERATURE_MAPPING', 'Temperature Mapping'],
    ['Repair', 'STATUS_UPDATE', 'Repair'],
    ['TEMPERATURE_MAPPING', 'TEMPERATURE_MAPPING', 'Temperature Mapping'],
  ])('written as %j means %s, and goes back as it came to sites before 2.18', (written, type, back) => {
    expect(readBack(written, '2.9.0')).toEqual({ type, back });
    expect(readBack(written, '2.18.0')).toEqual({ type, back: type });
  });

  it('cannot be said to be another by what stands beside a log', () => {
    const row = {
      ...{ id: 'l1', assetId: 'a1', userId: 'u', loggedAt: '', createdAt: '' },
      type: 'STATUS_UPDATE' as const,
      v6Fields: { type: 'Temperature Mapping' },
    };
    expect(writeAssetLog(row, readSiteVersion('2.9.0')).data['type']).toBe('STATUS_UPDATE');
  });
});

describe('what stands beside the fields of a record', () => {
  const forged = {
    id: 'another',
    store_id: 'elsewhere',
    user_id: 'admin',
    deleted_datetime: '2020-01-01T00:00:00',
    colour: 'red',
  };

  it('never speaks for a field that is known, whoever wrote it', () => {
    const log = {
      id: 'l1',
      assetId: 'a1',
      userId: 'u',
      type: 'STATUS_UPDATE' as const,
      loggedAt: '',
      createdAt: '',
    };
    const file = {
      id: 'f1',
      ownerTable: 'asset' as const,
      ownerId: 'a1',
      fileName: 'x',
      mimeType: 'y',
      totalBytes: 1,
      sha256: '',
      createdAt: '',
      userId: 'u',
    };
    for (const { data } of [
      writeAsset({ ...asset, v6Fields: forged }),
      writeAssetLog({ ...log, v6Fields: forged }),
      writeFileReference({ ...file, v6Fields: forged }),
    ]) {
      expect(['a1', 'l1', 'f1']).toContain(data['id']);
      expect(data['colour']).toBe('red');
    }
    expect(writeAsset({ ...asset, v6Fields: forged }).data).toMatchObject({
      id: 'a1',
      store_id: 's1',
      deleted_datetime: null,
    });
    expect(writeAssetLog({ ...log, v6Fields: forged }).data).toMatchObject({ id: 'l1', user_id: 'u' });
    expect(writeFileReference({ ...file, v6Fields: forged }).data).toMatchObject({
      id: 'f1',
      deleted_datetime: null,
    });
  });
});

describe('a file reference record', () => {
  const record = {
    id: 'f1',
    table_name: 'asset_log',
    record_id: 'l1',
    file_name: 'plate.jpg',
    mime_type: 'image/jpeg',
    total_bytes: 20,
    created_datetime: '2024-02-01T08:00:00',
    deleted_datetime: '2024-02-02T08:00:00',
  };

  it('is read and written as it was', () => {
    const said = readFileReference(record);
    const fields = {
      ownerTable: 'assetLog' as const,
      ownerId: 'l1',
      fileName: 'plate.jpg',
      mimeType: 'image/jpeg',
      totalBytes: 20,
      createdAt: '2024-02-01T08:00:00.000Z',
      deletedAt: '2024-02-02T08:00:00.000Z',
    };
    expect(said).toEqual({ ok: true, value: { at: Date.UTC(2024, 1, 1, 8), fields } });
    expect(writeFileReference({ id: 'f1', sha256: '', userId: 'u', ...fields }).data).toEqual(record);
  });

  it('of another table is not read', () =>
    expect(readFileReference({ ...record, table_name: 'invoice' })).toMatchObject({ ok: false }));
});

describe('central data records', () => {
  const deletedAt = '2024-02-02T08:00:00.000Z';

  it('of the hierarchy go to sites also when they are retired: equipment may still name them', () => {
    expect(writeAssetClass({ id: 'c', name: 'Cold' })).toEqual({
      tableName: 'asset_class',
      recordId: 'c',
      data: { id: 'c', name: 'Cold' },
    });
    expect(writeAssetCategory({ id: 'k', name: 'Fridges', classId: 'c', deletedAt })).toEqual({
      tableName: 'asset_category',
      recordId: 'k',
      data: { id: 'k', name: 'Fridges', class_id: 'c' },
    });
    expect(writeAssetType({ id: 't', name: 'Freezer', categoryId: 'k' }).data).toEqual({
      id: 't',
      name: 'Freezer',
      category_id: 'k',
    });
    const property = {
      id: 'p',
      key: 'device',
      name: 'Device',
      categoryId: 'k',
      valueType: 'STRING' as const,
    };
    expect(writeAssetProperty({ ...property, allowedValues: ['Integrated', 'None'] })?.data).toEqual({
      id: 'p',
      key: 'device',
      name: 'Device',
      asset_class_id: null,
      asset_category_id: 'k',
      asset_type_id: null,
      value_type: 'STRING',
      allowed_values: 'Integrated,None',
    });
  });

  it('of the catalogue and the reasons say when they were retired', () => {
    const item = {
      id: 'i',
      subCatalogue: 'WHO PQS',
      code: 'E003/1',
      classId: 'c',
      categoryId: 'k',
      typeId: 't',
      model: 'M',
    };
    expect(writeCatalogueItem({ ...item, properties: { litres: 4 }, deletedAt })).toMatchObject({
      data: {
        id: 'i',
        sub_catalogue: 'WHO PQS',
        code: 'E003/1',
        manufacturer: null,
        model: 'M',
        class_id: 'c',
        category_id: 'k',
        type_id: 't',
        properties: '{"litres":4}',
        deleted_datetime: '2024-02-02T08:00:00',
      },
    });
    const reason = {
      id: 'r',
      functionalStatus: 'NOT_IN_USE' as const,
      reason: 'Stored',
      commentsRequired: true,
    };
    expect(writeStatusReason(reason)?.data).toEqual({
      id: 'r',
      asset_log_status: 'NOT_IN_USE',
      reason: 'Stored',
      deleted_datetime: null,
      comments_required: true,
    });
  });

  describe('of a pack', () => {
    const pack = {
      id: '0190a7d2-6c1e-7b3a-9f10-000000000123',
      itemId: 'ITEM0000000000000000000000000001',
      shortName: 'Box',
      longName: 'Box of 10',
      packSize: 10,
      isActive: true,
    };
    const of = (text: string) => readSiteVersion(text);

    it('go to sites before 2.4 as one', () => {
      expect(writePackVariant(pack, of('2.3.5'))?.data).toEqual({
        id: pack.id,
        item_id: pack.itemId,
        short_name: 'Box',
        long_name: 'Box of 10',
        pack_size: 10,
        is_active: true,
      });
      expect(writePackVariant({ ...pack, deletedAt }, of('2.3.5'))?.data['is_active']).toBe(false);
      expect(writeItemVariant(pack, of('2.3.5'))).toBeUndefined();
      expect(writePackVariant(pack, of('2.4.0'))).toBeUndefined();
      expect(writePackVariant({ ...pack, packSize: 0.5 }, of('2.0.3'))).toBeUndefined();
    });

    it('go to later sites as two, with the time they were made', () => {
      expect(writeItemVariant(pack, of('2.9.0'))?.data).toEqual({
        id: pack.id,
        name: 'Box of 10',
        item_link_id: pack.itemId,
        cold_storage_type_id: null,
        manufacturer_link_id: null,
        deleted_datetime: null,
        vvm_type: null,
        created_datetime: '2024-07-12T16:41:43.710',
        created_by: null,
      });
      expect(writeItemVariant(pack, of('2.19.0'))?.data).toHaveProperty('manufacturer_id', null);
      expect(writePackagingVariant({ ...pack, deletedAt })?.data).toEqual({
        id: packagingVariantId(pack.id),
        name: 'Box',
        item_variant_id: pack.id,
        packaging_level: 1,
        pack_size: 10,
        volume_per_unit: 0,
        deleted_datetime: '2024-02-02T08:00:00',
      });
    });

    it('go to no site that cannot have their item, nor to 2.0 in parts or beyond its numbers', () => {
      const gap = (row: Partial<typeof pack>, version: string, has: string[] = [], isAlone?: boolean) =>
        gapOf(
          { ...pack, ...row },
          { version: { ...of(version), ...(isAlone && { isAlone }) }, has: new Set(has) },
          true,
        );
      expect(gap({}, '2.19.0')).toBeUndefined();
      expect(gap({ itemId: 'ours' }, '2.19.0')).toBe('no-item');
      expect(gap({ itemId: 'ours' }, '2.19.0', ['ours'], true)).toBeUndefined();
      expect(gap({}, '2.19.0', [], true)).toBe('no-item');
      expect(writePackVariant({ ...pack, packSize: 2 ** 31 }, of('2.0.3'))).toBeUndefined();
    });
  });

  it('of what a version does not know yet are written as what it does know', () => {
    const property = { id: 'p', key: 'k', name: 'n', valueType: 'DATE' as const };
    const value = (text: string) => writeAssetProperty(property, readSiteVersion(text))?.data['value_type'];
    expect([value('2.17.6'), value('2.18.0')]).toEqual(['STRING', 'DATE']);
    const reason = {
      id: 'r',
      functionalStatus: 'UNSERVICEABLE' as const,
      reason: 'Burnt',
      commentsRequired: false,
    };
    expect(writeStatusReason(reason, readSiteVersion('2.3.5'))).toBeUndefined();
    expect(writeStatusReason(reason, readSiteVersion('2.4.0'))?.data).toMatchObject({ reason: 'Burnt' });
  });
});
