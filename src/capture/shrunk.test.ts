import { expect, test } from 'vitest';
import { shrunk } from './shrunk';

test('the longest side is made to fit, and the shape stays', () => {
  expect(shrunk({ width: 4000, height: 3000 }, 1600)).toEqual({ width: 1600, height: 1200 });
  expect(shrunk({ width: 3000, height: 4000 }, 1600)).toEqual({ width: 1200, height: 1600 });
});

test('a small picture is not made larger, and a sliver keeps a pixel', () => {
  expect(shrunk({ width: 300, height: 200 }, 1600)).toEqual({ width: 300, height: 200 });
  expect(shrunk({ width: 16000, height: 2 }, 240)).toEqual({ width: 240, height: 1 });
});
