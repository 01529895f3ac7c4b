import { expect, test } from 'vitest';
import { foldCase } from './same-text';

test('capitals, accents and spaces aside, a text is itself', () => {
  expect(foldCase('  RÉFRIGÉRATEUR \u00a0 Électrique ')).toBe('refrigerateur electrique');
});

test('the marks that are vowels and tones of other scripts tell words apart', () => {
  expect(foldCase('कि')).not.toBe(foldCase('की'));
  expect(foldCase('ป่า')).not.toBe(foldCase('ป้า'));
});
