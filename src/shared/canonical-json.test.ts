import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json';
import { equalJson, isPlainJson, type Json } from './json';

// RFC 8785, 3.2.2 and 3.2.3
const given = JSON.parse(
  String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`,
) as Json;
const sorted = {
  '\u20ac': 'Euro Sign',
  '\r': 'Carriage Return',
  '\ufb33': 'Hebrew Letter Dalet With Dagesh',
  '1': 'One',
  '\ud83d\ude00': 'Emoji: Grinning Face',
  '\u0080': 'Control',
  '\u00f6': 'Latin Small Letter O With Diaeresis',
};

test('the text of the standard’s own example', () => {
  expect(canonicalJson(given)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('keys are sorted as the standard sorts them', () => {
  expect(Object.values(JSON.parse(canonicalJson(sorted)) as object)).toHaveLength(7);
  expect([...canonicalJson(sorted).matchAll(/:"([^"]*)"/g)].map(([, name]) => name)).toEqual([
    ...['Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis'],
    ...['Euro Sign', 'Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh'],
  ]);
});

test('values are equal when their texts are', () => {
  const values = fc.jsonValue({ maxDepth: 3 }).filter((value) => isPlainJson(value));
  fc.assert(
    fc.property(values, values, (a, b) => {
      expect(canonicalJson(a as Json) === canonicalJson(b as Json)).toBe(equalJson(a as Json, b as Json));
    }),
  );
});
