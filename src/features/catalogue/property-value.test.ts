import { describe, expect, test } from 'vitest';
import { nameAndUnit, readValue, typedValue } from './property-value';

const read = (
  valueType: 'STRING' | 'BOOLEAN' | 'INTEGER' | 'FLOAT' | 'DATE',
  typed: string,
  allowedValues?: string[],
) => {
  const result = readValue({ key: 'k', valueType, allowedValues }, typed);
  return result.ok ? result.value : result.issues[0];
};

describe('a property value', () => {
  test('a blank text clears it', () => {
    expect(read('FLOAT', '  ')).toBe(null);
  });

  test('numbers are read with a point or a comma', () => {
    expect(read('FLOAT', '36.5')).toBe(36.5);
    expect(read('FLOAT', '36,5')).toBe(36.5);
    expect(read('FLOAT', '-0')).toBe(0);
  });

  test.each(['many', '1e400', '1 000', '0x10', '1,2,3', '-'])('"%s" is no number', (text) => {
    expect(read('FLOAT', text)).toEqual({ code: 'number-not-valid', field: 'properties.k' });
  });

  test('a whole number has no fraction', () => {
    expect(read('INTEGER', '12')).toBe(12);
    expect(read('INTEGER', '12.5')).toMatchObject({ code: 'whole-number-needed' });
  });

  test('a date exists in the calendar', () => {
    expect(read('DATE', '2028-02-29')).toBe('2028-02-29');
    expect(read('DATE', '2027-02-29')).toMatchObject({ code: 'date-not-valid' });
  });

  test('a value must be among those that are allowed', () => {
    expect(read('STRING', 'Grade A', ['Grade A', 'Grade B'])).toBe('Grade A');
    expect(read('STRING', 'Grade Z', ['Grade A', 'Grade B'])).toMatchObject({ code: 'value-not-allowed' });
  });

  test('what is stored comes back as it would be typed', () => {
    expect([36.5, true, 'x', null, undefined].map(typedValue)).toEqual(['36.5', 'true', 'x', '', '']);
  });

  test('the unit stands in brackets at the end of the name', () => {
    expect(nameAndUnit('Hold-over time (hours)')).toEqual({ name: 'Hold-over time', unit: 'hours' });
    expect(nameAndUnit('Climate zone')).toEqual({ name: 'Climate zone' });
  });
});
