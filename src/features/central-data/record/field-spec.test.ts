import { describe, expect, test } from 'vitest';
import { valueOfText, type FieldSpec } from './field-spec';

const read = (kind: FieldSpec['kind'], text: string, more: Partial<FieldSpec> = {}) => {
  const result = valueOfText({ name: 'f', label: { said: 'F' }, kind, ...more }, text);
  return result.ok ? result.value : result.issues[0]?.code;
};

describe('what stands in a field is read as its kind of value', () => {
  test('a blank text clears it', () => {
    expect((['text', 'number', 'date', 'choice', 'lines'] as const).map((kind) => read(kind, '  '))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('yes or no stays open only where it may', () => {
    expect([read('yes-no', ''), read('yes-no', '', { noChoice: 'Not stated' })]).toEqual([false, null]);
  });

  test('numbers are read with a point or a comma, and what is none is said to be none', () => {
    expect(['36.5', '36,5', '-0'].map((text) => read('number', text))).toEqual([36.5, 36.5, 0]);
    expect(['1 000', '1,250', '١٢٥٠'].map((text) => read('number', text))).toEqual([1000, 1250, 1250]);
    for (const text of ['many', '1e400', '0x10', '1,2,3', '-'])
      expect(read('number', text)).toBe('number-not-valid');
  });

  test('a whole number has no fraction', () => {
    expect([read('integer', '12'), read('integer', '12.5')]).toEqual([12, 'whole-number-needed']);
  });

  test('of lines each counts once', () => {
    expect(read('lines', 'Grade A\n\n Grade B \nGrade A')).toEqual(['Grade A', 'Grade B']);
  });
});
