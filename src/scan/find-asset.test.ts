import { derivedAssetId } from '#shared/domain/label/derived-id';
import { ownLabel } from '#shared/domain/label/own-label';
import { describe, expect, test } from 'vitest';
import type { AssetRow } from '../replica/records';
import { matchScan, matchScans, type Among } from './find-asset';

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

const makes: Among['makes'] = new Map([
  ['mk304', { code: 'E003/007', model: 'MK 304' }],
  ['hbc80', { code: 'E003/030', model: 'HBC-80' }],
]);
const among = (assets: AssetRow[]): Among => ({ assets, storeIds: ['s1', 's2'], makes, now });

const scan = (text: string | string[], ...assets: AssetRow[]) => {
  const found = matchScans([text].flat(), among(assets));
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

  test('an asset that was typed in, by serial number and make of its label; by the number alone it asks', () => {
    const typed = (over: Partial<AssetRow>) => row('a1', { serialNumber: 'ax-77 ', ...over });
    const label = `(01)${GTIN}(21)AX-77`;
    expect(scan(label, typed({}))).toBe('perhaps');
    expect(scan(label, typed({ serialNumber: 'AX-78' }))).toBe('new');
    expect(scan(`${label}(240)E003-007`, typed({ catalogueItemId: 'mk304' }))).toBe('a1');
    expect(scan(`${label}(240)E003/030`, typed({ catalogueItemId: 'mk304' }))).toBe('perhaps');
    expect(scan(`${label}(8013)Mk304`, typed({ model: 'MK 304' }))).toBe('a1');
  });

  test('an asset by the bare id that Open mSupply prints, in any capitals', () => {
    const id = '55b34be4-0000-4000-8000-011fba6dda17';
    expect(scan(id, row(id))).toBe(id);
    expect(scan(id.toUpperCase(), row(id))).toBe(id);
    expect(scan(`]Q1${id}`, row(id))).toBe(id);
    expect(scan(id, row('a1'))).toBe('not-here');
    expect(scan('V6 asset 17', row('V6 asset 17'))).toBe('V6 asset 17');
  });

  test.each([`1124010101${GTIN}21AX-77`, `21AX-77\u001d01${GTIN}`, `240E003/007\u001d01${GTIN}21AX-77`])(
    'an asset by a label that begins with another value than its GTIN: %j',
    (text) => {
      const asset = row(derivedAssetId('s1', GTIN, 'AX-77'));
      for (const prefix of ['', ']d2']) {
        expect(scan(prefix + text, asset)).toBe(asset.id);
        expect(scan(prefix + text)).toBe('new');
      }
    },
  );

  test('an asset whose number looks like a product number or a label', () => {
    expect(scan('0109506000134352', row('a1', { serialNumber: '0109506000134352' }))).toBe('a1');
    expect(scan('0195012345678903', row('a1', { assetNumber: '0195012345678903' }))).toBe('a1');
    expect(scan(']E04006381333931', row('a1', { serialNumber: '4006381333931' }))).toBe('a1');
  });

  test('a number with marks that nobody sees, or in other digits', () => {
    for (const text of ['RDG\u2011001', 'RDG-001\u200e', 'RDG-٠٠١', 'ＲＤＧ-001'])
      expect(scan(text, row('a1', { assetNumber: 'RDG-001' }))).toBe('a1');
  });

  test('an asset by an individual or a returnable asset id, once it was added by that label', () => {
    for (const [of, value] of [
      ['8004', '950600013TAG000123'],
      ['8003', '09506000134352BOX17'],
    ] as const) {
      const asset = row(derivedAssetId('s1', of, value));
      expect(scan(`]d2${of}${value}`, asset)).toBe(asset.id);
      expect(scan(`${of}${value}`, asset)).toBe(asset.id);
      expect(scan(`(${of})${value}`, row('other'))).toBe('new');
    }
  });

  test('the same asset by the web address of its label', () => {
    const asset = row(derivedAssetId('s1', GTIN, 'AX-77'));
    expect(scan(`https://id.example.org/01/${GTIN}/21/AX-77?11=240101&240=E003%2F007`, asset)).toBe(asset.id);
  });

  test('a label without its separators asks about the piece that it may be', () => {
    const whole = row(derivedAssetId('s1', GTIN, '123456'), { serialNumber: '123456' });
    const found = matchScan(`01${GTIN}2112345611240101`, among([whole]));
    expect(found).toMatchObject({ kind: 'perhaps', assets: [{ id: whole.id }] });
    expect(scan(`01${GTIN}2112345611240101`)).toBe('new');
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
    [']E04006381333931', 'label-product-only'],
    [`01${GTIN}21ABC@77`, 'label-foreign-sign'],
    ['', 'label-not-gs1'],
    [`01${GTIN}21`, 'label-cut-off'],
    ['(01)09506000134353(21)A', 'label-bad-check-digit'],
    [`01${GTIN}21AX-77`, 'new'],
  ])('%j: %s', (text, expected) => {
    expect(scan(text, row('a1'))).toBe(expected);
  });
});

describe('several codes in one picture', () => {
  const page = 'https://www.example.com/fridges/user-manual';
  const label = `]d201${GTIN}21AX-88`;

  test('the one that means something wins, in any order', () => {
    const asset = row(derivedAssetId('s1', GTIN, 'AX-88'));
    expect(scan([page, 'PN 4711', label], asset)).toBe(asset.id);
    expect(scan([label, page], asset)).toBe(asset.id);
    expect(scan([page, label])).toBe('new');
    expect(scan([page, ']E04006381333931'])).toBe('label-not-gs1');
  });

  test('two pieces are a question; two codes of one piece are not', () => {
    expect(scan([ownLabel('a1'), ownLabel('a2')], row('a1'), row('a2'))).toBe('several');
    expect(scan([ownLabel('a1'), 'A1'], row('a1'))).toBe('a1');
  });
});

describe('a part of what is written on a plate', () => {
  const fridge = row('a1', {
    assetNumber: 'HOS-VAX-002',
    serialNumber: 'SN535350',
    catalogueItemId: 'mk304',
  });
  const other = row('a2', { assetNumber: 'HOS-VAX-003', serialNumber: 'SN777' });
  const found = (text: string, ...assets: AssetRow[]) => {
    const said = matchScans([text], among(assets));
    return 'assets' in said ? said.assets.map(({ id }) => id) : said.kind;
  };

  test('is a question about the pieces whose numbers hold it, in any capitals, before anything else is offered', () => {
    expect(found('535350', fridge, other)).toEqual(['a1']);
    expect(found('hos-vax', fridge, other)).toEqual(['a1', 'a2']);
    expect(found('53', fridge, other)).toBe('unknown');
  });

  test('or about those of the model', () => {
    expect(found('mk 304', fridge, other)).toEqual(['a1']);
    expect(found('MK 404', fridge, other)).toBe('unknown');
  });

  test('is not asked of removed pieces, but a removed one with the whole number opens', () => {
    const removed = row('a3', { serialNumber: 'SN535350', deletedAt: '2026-02-01T00:00:00.000Z' });
    expect(found('535350', removed)).toBe('unknown');
    expect(scan('sn535350', removed)).toBe('a3');
    expect(scan('sn535350', removed, fridge)).toBe('a1');
    const numbered = { ...removed, assetNumber: 'HC-3' };
    expect(scan('hc-3', numbered)).toBe('a3');
    expect(scan('hc-3', numbered, row('a4', { assetNumber: 'HC-3' }))).toBe('a4');
  });
});
