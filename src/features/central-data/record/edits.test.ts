import { describe, expect, test } from 'vitest';
import { savedMeanwhile, textOf, typed, valuesOf, type Edits } from './edits';
import type { FieldSpec } from './field-spec';

const item = { id: 'i', code: 'E003/007', model: 'MK 304', properties: { litres: 105 } };
const spec = (name: string, more: Partial<FieldSpec> = {}): FieldSpec => ({
  ...{ name, label: { said: name }, kind: 'text', required: true },
  ...more,
});
const specs = [spec('code'), spec('model'), spec('properties.litres', { kind: 'number', required: false })];
const nothing: Edits = {};

describe('editing an item that others may edit too', () => {
  test('only touched fields are said', () => {
    const edits = typed(item, nothing, 'model', 'MK 305');
    expect(valuesOf(specs, item, edits, false)).toEqual({ ok: true, value: { model: 'MK 305' } });
  });

  test('typing a field back to what is stored says nothing', () => {
    const edits = typed(item, typed(item, nothing, 'model', 'x'), 'model', 'MK 304');
    expect(edits).toEqual({});
  });

  test('an untouched field follows what others save', () => {
    expect(textOf({ ...item, code: 'E003/008' }, nothing, 'code')).toBe('E003/008');
  });

  test('what others saved in a touched field is told, until it is what is typed here', () => {
    const edits = typed(item, nothing, 'model', 'MK 305');
    const theirs = { ...item, model: 'MK 306' };
    expect(savedMeanwhile(item, edits, 'model')).toBeUndefined();
    expect(savedMeanwhile(theirs, edits, 'model')).toBe('MK 306');
    expect(savedMeanwhile(theirs, typed(theirs, edits, 'model', 'MK 306'), 'model')).toBeUndefined();
  });

  test('properties are read by their kind, and a blank one is cleared', () => {
    expect(valuesOf(specs, item, typed(item, nothing, 'properties.litres', '98,5'), false)).toEqual({
      ok: true,
      value: { properties: { litres: 98.5 } },
    });
    expect(valuesOf(specs, item, typed(item, nothing, 'properties.litres', ''), false)).toMatchObject({
      value: { properties: { litres: null } },
    });
    expect(valuesOf(specs, item, typed(item, nothing, 'properties.litres', 'big'), false)).toMatchObject({
      issues: [{ code: 'number-not-valid', field: 'properties.litres' }],
    });
  });

  test('everything that is missing or wrong is told at once', () => {
    const issues = (result: ReturnType<typeof valuesOf>) =>
      result.ok ? [] : result.issues.map(({ field }) => field);
    const edits = typed(item, typed(item, nothing, 'model', '  '), 'properties.litres', 'big');
    expect(issues(valuesOf(specs, item, edits, false))).toEqual(['model', 'properties.litres']);
    expect(issues(valuesOf(specs, {}, nothing, true))).toEqual(['code', 'model']);
  });

  test('of a new one every field is said', () => {
    const edits = typed({}, typed({}, nothing, 'code', 'C'), 'model', 'M');
    expect(valuesOf(specs, {}, edits, true)).toEqual({
      ok: true,
      value: { code: 'C', model: 'M', properties: { litres: null } },
    });
  });
});
