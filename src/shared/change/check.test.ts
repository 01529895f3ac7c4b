import { describe, expect, test } from 'vitest';
import type { Change } from './change';
import { checkChange } from './check';

const good: Change = {
  id: '0190c1f0-0000-7000-8000-000000000001',
  hlc: '1700000000000-0000-device-1',
  userId: 'user-1',
  deviceId: 'device-1',
  n: 1,
  kind: 'asset.create',
  entityId: 'asset-1',
  patch: { assetNumber: 'A-1', notes: null, properties: { volume: 105 } },
};
const STORE = 'store/s1/2026';

const codeOf = (value: unknown, document = STORE): string | undefined => {
  const checked = checkChange(value, document);
  return checked.ok ? undefined : checked.issues[0]?.code;
};

test('a sound change is taken as it is', () => {
  expect(checkChange(good, STORE)).toEqual({ ok: true, value: good });
});

describe('a change is plain JSON', () => {
  test.each([
    ['undefined', { ...good, patch: { notes: undefined } }],
    ['NaN', { ...good, n: NaN }],
    ['bytes', { ...good, patch: { notes: new Uint8Array(2) } }],
    ['half a surrogate', { ...good, patch: { notes: 'a\ud800b' } }],
    ['a __proto__ key', JSON.parse(`{"patch": {"__proto__": {"admin": true}}}`)],
    [
      'deep nesting',
      { ...good, patch: { properties: JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown } },
    ],
  ])('[C3] %s is not', (_name, value) => {
    expect(codeOf(value)).toBe('not-a-change');
  });
});

describe('the envelope is strict', () => {
  test.each([
    ['no id', { ...good, id: '' }],
    ['an hlc that is none', { ...good, hlc: 'yesterday' }],
    // as a string it would sort before small letters
    ['an hlc with capitals', { ...good, hlc: '1700000000000-00AF-d1' }],
    ['n below 1', { ...good, n: 0 }],
    ['an extra key', { ...good, extra: 1 }],
    ['an entity id over 64 characters', { ...good, entityId: 'x'.repeat(65) }],
    ['a user id over 64 characters', { ...good, userId: 'x'.repeat(65) }],
    ['a patch that is a list', { ...good, patch: [] }],
    ['a base that names no hlc', { ...good, base: { notes: ['then'] } }],
    ['a text', 'change'],
    ['null', null],
  ])('[C4] %s', (_name, value) => {
    expect(codeOf(value)).toBe('bad-envelope');
  });
});

describe('fields have the types of their schema', () => {
  test.each([
    ['a number for a text', { assetNumber: 5 }],
    ['null for a required field', { assetNumber: null }],
    ['a day that does not exist', { installationDate: '2026-02-31' }],
    ['an instant with another sign for UTC', { createdAt: '2026-01-31T08:15:00+00:00' }],
    ['an instant without seconds', { createdAt: '2026-01-31T08:15Z' }],
    ['another entity’s id', { id: 'asset-2' }],
    ['another store', { storeId: 's2' }],
    ['a nested property', { properties: { a: { b: 1 } } }],
  ])('[C5] %s is refused', (_name, patch) => {
    expect(codeOf({ ...good, patch })).toBe('bad-field');
  });

  test('[C5] a text that is merely too long is not: it is flagged later', () => {
    const patch = {
      notes: 'x'.repeat(5000),
      assetNumber: 'y'.repeat(300),
      properties: { remark: 'z'.repeat(3000) },
    };
    expect(codeOf({ ...good, patch })).toBeUndefined();
    expect(codeOf({ ...good, patch: { catalogueItemId: 'x'.repeat(65) } })).toBe('bad-field');
  });

  test('[F3] missing fields are not: they are flagged later', () => {
    expect(codeOf({ ...good, patch: {} })).toBeUndefined();
  });
});

describe('what a newer app says is let through', () => {
  test.each([
    ['an unknown kind', { ...good, kind: 'asset.lend' }],
    ['an unknown entity', { ...good, kind: 'loan.create' }],
    ['an unknown field', { ...good, patch: { lentTo: 'hospital' } }],
  ])('[C6] %s', (_name, value) => {
    expect(codeOf(value)).toBeUndefined();
  });
});

describe('kinds belong in their documents', () => {
  test('[D3] central data in a store’s document', () => {
    expect(codeOf({ ...good, kind: 'catalogueItem.create', patch: {} })).toBe('wrong-document');
  });
  test('[D3] an asset in config', () => {
    expect(codeOf(good, 'config')).toBe('wrong-document');
  });
  test('a document that is none', () => {
    expect(codeOf(good, 'store/s1')).toBe('wrong-document');
  });
});

test('[R6] programme settings have one id', () => {
  const said = { ...good, kind: 'programmeSettings.create', patch: { takesVideos: false } };
  expect(codeOf({ ...said, entityId: 'programme-settings' }, 'config')).toBeUndefined();
  expect(codeOf({ ...said, entityId: 'others' }, 'config')).toBe('bad-field');
});

test('[F8] a log is given another id of its reason, and nothing else', () => {
  const rekey = { ...good, kind: 'assetLog.rekey', entityId: 'log-1', patch: { reasonId: 'reason-2' } };
  expect(codeOf(rekey)).toBeUndefined();
  expect(codeOf({ ...rekey, patch: { reasonId: 'reason-2', comment: 'other words' } })).toBe('bad-field');
});
