import { expect, test } from 'vitest';
import { choicesOf } from './conflict-choices';

const write = (hlc: string, value: string) => ({ hlc, changeId: hlc, userId: 'u', value });

test('each different value can be chosen once, the one that stands first', () => {
  const choices = choicesOf(write('4', 'MK 304'), [
    write('1', 'MK 303'),
    write('2', 'MK 305'),
    write('3', 'MK 303'),
  ]);
  expect(choices.map(({ value, hlc, standing }) => [value, hlc, standing])).toEqual([
    ['MK 304', '4', true],
    ['MK 303', '3', false],
    ['MK 305', '2', false],
  ]);
});
