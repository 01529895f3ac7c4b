import { describe, expect, test } from 'vitest';
import { derivedAssetId } from '#shared/domain/label/derived-id';
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import { draftFromLabel, labelledId } from './label-draft';

const now = Date.parse('2026-03-01');
const GTIN = '09506000134352';

const item = (id: string, code: string, deletedAt?: string): [string, CatalogueItem] => [
  id,
  {
    ...{ id, code, subCatalogue: 'WHO PQS', model: 'HBD 116', classId: 'c', categoryId: 'k', typeId: 't' },
    properties: {},
    ...(deletedAt !== undefined && { deletedAt }),
  },
];
const catalogue = new Map([
  item('old', 'E003/002', '2026-01-01T00:00:00.000Z'),
  item('i', 'E003/002'),
  item('j', 'E003/0020'),
]);
const from = (text: string | null) => draftFromLabel(text, { catalogue }, now);

describe('a draft from a label', () => {
  test('is filled with what the label says, and that is locked', () => {
    const draft = from(`(01)${GTIN}(21)AX-77(240)E003/002(91)260101-281231`);
    expect(draft?.values).toEqual({
      serialNumber: 'AX-77',
      catalogueItemId: 'i',
      classId: 'c',
      categoryId: 'k',
      typeId: 't',
      warrantyStart: '2026-01-01',
      warrantyEnd: '2028-12-31',
    });
    expect(draft?.lockedFields).toEqual(['serialNumber', 'catalogueItemId', 'warrantyStart', 'warrantyEnd']);
  });

  test.each(['E003/002', 'e003-002', 'E003002'])(
    'finds the model by any product code, written %s',
    (code) => {
      expect(from(`(01)${GTIN}(21)A(22)other(241)${code}`)?.values.catalogueItemId).toBe('i');
    },
  );

  test('leaves open what the label does not say', () => {
    const draft = from(`(01)${GTIN}(8013)HBD 116`);
    expect(draft?.values).toEqual({ model: 'HBD 116' });
    expect(draft?.lockedFields).toEqual([]);
  });

  test('is none without a label', () => {
    expect([from(null), from('https://example.org')]).toEqual([undefined, undefined]);
  });
});

describe('the id of the new asset', () => {
  test('comes from GTIN and serial number where the label has both', () => {
    const label = from(`(01)${GTIN}(21)AX-77`)?.label;
    expect(labelledId('s1', label, 'AX-77')).toEqual({ id: derivedAssetId('s1', GTIN, 'AX-77') });
    expect(labelledId('s1', from(`(01)${GTIN}`)?.label, 'AX-77')).toEqual({});
  });

  test('stays that of the label when its serial number is corrected by hand', () => {
    const label = from(`(01)${GTIN}(21)AX-77`)?.label;
    expect(labelledId('s1', label, 'AX-78')).toEqual({ id: derivedAssetId('s1', GTIN, 'AX-77') });
  });

  test('is that of the reading which was confirmed, where parts may run together; nothing is locked', () => {
    const draft = from(`01${GTIN}2112345611240101`);
    expect(draft?.lockedFields).toEqual([]);
    expect(draft?.values).toEqual({ serialNumber: '12345611240101' });
    const idFor = (serial: string) => labelledId('s1', draft?.label, serial).id;
    expect(idFor('123456')).toBe(derivedAssetId('s1', GTIN, '123456'));
    expect(idFor('12345611240101')).toBe(derivedAssetId('s1', GTIN, '12345611240101'));
    expect(idFor('999')).toBeUndefined();
  });

  test('comes from an individual asset id', () => {
    const id = derivedAssetId('s1', '8004', '950600013TAG000123');
    expect(labelledId('s1', from(']d28004950600013TAG000123')?.label, undefined)).toEqual({ id });
  });
});
