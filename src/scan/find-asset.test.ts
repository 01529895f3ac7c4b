import { derivedAssetId } from '#shared/domain/label/derived-id';
import { ownLabel } from '#shared/domain/label/label';
import { describe, expect, test } from 'vitest';
import type { AssetRow } from '../replica/records';
import { matchScan } from './find-asset';

const now = Date.parse('2026-03-01');
const GTIN = '09506000134352';

const row = (id: string, over: Partial<AssetRow> = {}): AssetRow => ({
  id,
  storeId: 's1',
  assetNumber: id.toUpperCase(),
  classId: 'c',
  categoryId: 'k',
  typeId: 't',
  needsReplacement: false,
  properties: {},
  lockedFields: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  modifiedAt: '2026-01-01T00:00:00.000Z',
  conflicts: 0,
  ...over,
});

const scan = (text: string, ...assets: AssetRow[]) => {
  const found = matchScan(text, assets, ['s1', 's2'], now);
  if (found.kind === 'asset') return found.asset.id;
  return found.kind === 'unknown' ? found.issue.code : found.kind;
};

describe('a scan finds', () => {
  test('an asset by our own label, also a removed one', () => {
    expect(scan(ownLabel('a1'), row('a1', { deletedAt: '2026-02-01T00:00:00.000Z' }))).toBe('a1');
    expect(scan(ownLabel('a2'), row('a1'))).toBe('not-here');
  });

  test('an asset by the id that its GS1 label makes, in any store of the site', () => {
    const asset = row(derivedAssetId('s2', GTIN, 'AX-77'), { storeId: 's2', serialNumber: 'typed over' });
    expect(scan(`]d201${GTIN}21AX-77`, asset)).toBe(asset.id);
  });

  test('an asset that was typed in, by the serial number of its label', () => {
    expect(scan(`(01)${GTIN}(21)AX-77`, row('a1', { serialNumber: 'ax-77 ' }))).toBe('a1');
    expect(scan(`(01)${GTIN}(21)AX-77`, row('a1', { serialNumber: 'AX-78' }))).toBe('new');
  });

  test('an asset by a plain number: its own, else its serial number', () => {
    expect(scan('hc-9', row('hc-9'), row('a2', { serialNumber: 'HC-9' }))).toBe('hc-9');
    expect(scan('4711', row('a2', { serialNumber: '4711' }))).toBe('a2');
  });

  test('all that bear one number, removed ones left out', () => {
    const gone = { serialNumber: '4711', deletedAt: '2026-02-01T00:00:00.000Z' };
    expect(scan('4711', row('a', { serialNumber: '4711' }), row('b', { serialNumber: '4711' }))).toBe(
      'several',
    );
    expect(scan('4711', row('a', { serialNumber: '4711' }), row('b', gone))).toBe('a');
  });
});

describe('a scan that finds nothing says why', () => {
  test.each([
    ['https://example.org/x', 'label-not-gs1'],
    ['4006381333931', 'label-not-gs1'],
    ['', 'label-not-gs1'],
    [`01${GTIN}21`, 'label-cut-off'],
    ['(01)09506000134353(21)A', 'label-bad-check-digit'],
    [`01${GTIN}21AX-77`, 'new'],
  ])('%j: %s', (text, expected) => {
    expect(scan(text, row('a1'))).toBe(expected);
  });
});
