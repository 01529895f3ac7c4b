import { describe, expect, test } from 'vitest';
import { blankAsset } from '#shared/domain/asset';
import type { AssetProperty } from '#shared/domain/hierarchy';
import { blankAssetDraft, changedValues, draftOf, parseProperty, withItem } from './asset-draft';

const property = (key: string, valueType: AssetProperty['valueType']): AssetProperty => ({
  id: key,
  key,
  name: key,
  valueType,
});
const properties = [property('litres', 'FLOAT'), property('grade', 'STRING'), property('doors', 'INTEGER')];

describe('saving the form of an asset', () => {
  const asset = {
    ...blankAsset,
    id: 'a',
    assetNumber: 'HC-1',
    notes: 'old',
    properties: { litres: 105, grade: 'A' },
  };
  const opened = draftOf(asset);

  test('says only the fields that were changed in it', () => {
    const typed = { ...opened, notes: 'new', properties: { ...opened.properties, grade: '' } };
    expect(changedValues(opened, typed, properties)).toEqual({
      values: { notes: 'new', properties: { grade: null } },
      issues: [],
    });
  });

  test('says nothing when nothing was changed', () => {
    expect(changedValues(opened, draftOf(asset), properties).values).toEqual({});
  });

  test('does not take a word for a number', () => {
    const typed = { ...opened, properties: { ...opened.properties, litres: 'many', doors: '1.5' } };
    expect(changedValues(opened, typed, properties).issues).toEqual([
      { code: 'number-not-valid', field: 'properties.litres' },
      { code: 'number-not-valid', field: 'properties.doors' },
    ]);
  });
});

test.each([
  ['1,5', 'FLOAT', 1.5],
  [' 12 ', 'INTEGER', 12],
  ['true', 'BOOLEAN', true],
  ['false', 'BOOLEAN', false],
  ['', 'FLOAT', null],
  ['Grade A', 'STRING', 'Grade A'],
] as const)('%j as %s is %j', (text, type, value) => {
  expect(parseProperty(text, type)).toEqual({ ok: true, value });
});

test('a model of the catalogue brings its place in the hierarchy and takes that of what was written by hand', () => {
  const item = { id: 'i', classId: 'c', categoryId: 'k', typeId: 't' };
  expect(
    withItem({ ...blankAssetDraft, manufacturer: 'X', model: 'Y', classId: 'other' }, item),
  ).toMatchObject({
    catalogueItemId: 'i',
    classId: 'c',
    manufacturer: '',
    model: '',
  });
});
