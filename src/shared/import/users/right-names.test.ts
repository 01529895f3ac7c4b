// Lists name rights as the pages of the app do, in each of its languages.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rights } from '../../domain/rights';
import { rightSets, type RightSet } from '../../domain/right-sets';
import { readRights } from './read-access';

it.each(['en', 'fr', 'es', 'pt', 'ar'])('in %s', (locale) => {
  const path = new URL(`../../../words/${locale}/users.json`, import.meta.url);
  const words = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  for (const right of rights) {
    expect([right, readRights(words[`right-${right}`] ?? '')]).toEqual([right, { rights: [right] }]);
    expect(readRights(right)).toEqual({ rights: [right] });
  }
  for (const set of Object.keys(rightSets) as RightSet[])
    expect([set, readRights(words[`preset-${set}`]?.toUpperCase() ?? '')]).toEqual([
      set,
      { rights: [...rightSets[set]] },
    ]);
  const all = rights.map((right) => words[`right-${right}`]).join(' ; ');
  expect(readRights(all)).toEqual({ rights: [...rights] });
});

it('says the part of a cell that names no right', () => {
  expect(readRights('Lecture, Magie')).toEqual({ unknown: 'Magie' });
});
