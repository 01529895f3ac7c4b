/** What sites of a version have, of central data. */
import { expect, it } from 'vitest';
import { readSiteVersion } from '../wire/site-version';
import { wireIds } from './known-by-sites';

const ids = wireIds(
  new Map([
    ['assetClass', [{ id: 'cold', name: 'Cold' }]],
    [
      'statusReason',
      [{ id: 'worn', functionalStatus: 'UNSERVICEABLE', reason: 'Worn', commentsRequired: false }],
    ],
  ]),
);

it.each([
  ['2.3.5', true, false],
  ['2.19.0', true, true],
  ['3.0.0', true, true],
  [undefined, true, true],
])('a site of %s has what there is, and nothing else', (version, hasClass, hasReason) => {
  const of = readSiteVersion(version);
  expect(ids.isAtSites('cold', of)).toBe(hasClass);
  expect(ids.isAtSites('worn', of)).toBe(hasReason);
  expect(ids.isAtSites('nobody', of)).toBe(false);
});
