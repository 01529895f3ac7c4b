import { expect, test } from 'vitest';
import { makersOf } from './makers';

test('each maker is offered once, and the one that is chosen even where no item names it', () => {
  const items = [
    { manufacturer: 'Vestfrost' },
    { manufacturer: 'VESTFROST ' },
    {},
    { manufacturer: 'Haier' },
  ];
  expect(makersOf(items)).toEqual(['Haier', 'Vestfrost']);
  expect(makersOf(items, 'B Medical')).toEqual(['B Medical', 'Haier', 'Vestfrost']);
});
