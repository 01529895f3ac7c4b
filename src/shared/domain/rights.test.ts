import { expect, test } from 'vitest';
import { centralEntities } from './entities';
import { mayEdit, mayEditSome, rights } from './rights';

test.each([
  ['edit-catalogue', ['catalogueItem', 'assetClass', 'assetCategory', 'assetType', 'assetProperty']],
  ['edit-reasons', ['statusReason']],
  ['edit-variants', ['packVariant', 'item']],
  ['manage-sites', ['programmeSettings']],
  ['manage-users', []],
  ['read-fleet', []],
])('%s allows editing %j and nothing else', (right, entities) => {
  expect(centralEntities.filter((entity) => mayEdit([right], entity)).sort()).toEqual([...entities].sort());
  expect(mayEditSome([right])).toBe(entities.length > 0);
});

test('what only a newer app knows takes all the rights to edit; site data is nobody’s here', () => {
  expect(mayEdit(rights, 'rocket')).toBe(true);
  expect(mayEdit(['edit-catalogue', 'edit-reasons'], 'rocket')).toBe(false);
  expect(mayEdit(rights, 'asset')).toBe(false);
});
