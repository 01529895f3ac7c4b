import { expect, test } from 'vitest';
import { entities, entityNames, fieldSchema } from '../entities';
import { isOnlyTooLong, SHORTEST_MOST, tooLongFields } from './too-long';

test('no text of any form is shorter than what is never asked', () => {
  for (const entity of entityNames)
    for (const field of Object.keys(entities[entity].schema.shape)) {
      const schema = fieldSchema(entity, field);
      expect(schema && isOnlyTooLong(schema, 'x'.repeat(SHORTEST_MOST)), `${entity}.${field}`).toBe(false);
    }
});

test('a text that is longer than its form takes is said, and no other', () => {
  const row = { assetNumber: 'x'.repeat(201), notes: 'x'.repeat(4000), serialNumber: 'x'.repeat(200) };
  expect(tooLongFields('asset', row)).toEqual([{ code: 'too-long', field: 'assetNumber' }]);
  expect(tooLongFields('asset', { notes: 'x'.repeat(4001) })).toEqual([{ code: 'too-long', field: 'notes' }]);
  // and so in a list
  const listed = { allowedValues: ['short', 'x'.repeat(201)] };
  expect(tooLongFields('assetProperty', listed)).toEqual([{ code: 'too-long', field: 'allowedValues' }]);
});
