import { expect, test } from 'vitest';
import { folded } from './same-text';

test('capitals, accents and spaces aside, a text is itself', () => {
  expect(folded('  RÉFRIGÉRATEUR \u00a0 Électrique ')).toBe('refrigerateur electrique');
});

test('the marks that are vowels and tones of other scripts tell words apart', () => {
  expect(folded('कि')).not.toBe(folded('की'));
  expect(folded('ป่า')).not.toBe(folded('ป้า'));
});
