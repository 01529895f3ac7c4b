import { expect, test } from 'vitest';
import { draftOf, facilityIssues, saidOf } from './facility-draft';

const known = { type: 'Health post', population: 1200, latitude: 6.5 };

test('only what was changed is said, and what was emptied is cleared', () => {
  const before = draftOf(known, 'r1');
  const now = {
    ...before,
    type: ' ',
    population: '1300',
    latitude: '6,4531',
    ownership: 'Public',
    regionId: '',
  };
  expect(saidOf(before, before)).toEqual({});
  expect(saidOf(before, now)).toEqual({
    regionId: null,
    facility: { type: null, population: 1300, latitude: 6.4531, ownership: 'Public' },
  });
});

test('numbers that cannot be are named', () => {
  const wrong = { ...draftOf(known), latitude: '96', longitude: 'east', population: '1.5', accuracyM: '12' };
  expect(facilityIssues(wrong).map(({ field }) => field)).toEqual(['population', 'latitude', 'longitude']);
});
