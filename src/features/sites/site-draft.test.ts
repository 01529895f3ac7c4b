import { expect, test } from 'vitest';
import { blankSite, siteIssues, toNewSite, withStore } from './site-draft';

test('a blank site says what is missing, field by field', () => {
  expect(siteIssues(toNewSite(blankSite)).map(({ code, field }) => [code, field])).toEqual([
    ['missing-field', 'code'],
    ['missing-field', 'name'],
    ['missing-field', 'stores.0.code'],
    ['missing-field', 'stores.0.name'],
  ]);
});

test('two stores of one site cannot have the same code', () => {
  const stores = [
    { key: 1, code: 'GS', name: 'General store' },
    { key: 2, code: ' gs ', name: 'Vaccine store' },
  ];
  expect(siteIssues(toNewSite({ code: 'HC1', name: 'Health centre', stores }))).toEqual([
    { code: 'code-twice', field: 'stores.1.code', data: { code: 'gs' } },
  ]);
});

test('a store that is added gets a key of its own, also after another was left out', () => {
  const three = withStore(withStore(blankSite.stores));
  const left = three.filter(({ key }) => key !== 2);
  expect(withStore(left).map(({ key }) => key)).toEqual([1, 3, 4]);
});

test('a store may have the id that mSupply knows it by; a blank one says nothing', () => {
  const store = { key: 1, code: 'GS', name: 'General store' };
  const site = (id: string) => toNewSite({ code: 'HC1', name: 'Health centre', stores: [{ ...store, id }] });
  expect(site(' 24E0B2A4 ').stores).toEqual([{ id: '24E0B2A4', code: 'GS', name: 'General store' }]);
  expect(site('  ').stores).toEqual([{ code: 'GS', name: 'General store' }]);
  expect(siteIssues(site('two words'))).toEqual([{ code: 'id-not-valid', field: 'stores.0.id' }]);
});
