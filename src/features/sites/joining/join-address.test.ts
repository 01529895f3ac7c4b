import { expect, test } from 'vitest';
import { addressOf } from './join-address';

test('the address to type is short, and never holds the code', () => {
  expect(addressOf('https://waypost.example.org/join#code=ABCD')).toBe('waypost.example.org/join');
  expect(addressOf('http://localhost:8080/join#code=ABCD')).toBe('http://localhost:8080/join');
  expect(addressOf('not a link')).toBe('not a link');
});
