import { expect, test } from 'vitest';
import { nameAndUnit } from './unit';

test('the unit stands in brackets at the end of the name', () => {
  expect(nameAndUnit('Hold-over time (hours)')).toEqual({ name: 'Hold-over time', unit: 'hours' });
  expect(nameAndUnit('Climate zone')).toEqual({ name: 'Climate zone' });
});
