// A message, for the values that it gets.
import { expect, test } from 'vitest';
import { Messages } from './messages';

const english = new Messages('en', {
  sync: {
    waiting_one: 'One waits',
    waiting_other: '{{count}} wait',
    greeting: 'Hello {{name}} of {{place}}',
  },
});

test('a value stands in the message as it is, whatever signs are in it', () => {
  expect(english.say('sync.greeting', { name: '$& <b>', place: '{{name}}' })).toBe(
    'Hello $& <b> of {{name}}',
  );
});

test('a value that is not given leaves its place empty', () => {
  expect(english.say('sync.greeting', { name: 'Ana' })).toBe('Hello Ana of ');
});

test('a value of another direction than the message keeps its own order', () => {
  const arabic = new Messages('ar', { sync: { greeting: 'مرحباً {{name}} في {{count}}' } });
  expect(arabic.say('sync.greeting', { name: 'HOS-1 (2)' })).toContain('\u2068HOS-1 (2)\u2069');
  expect(english.say('sync.greeting', { name: 'آمنة', place: 'Noro' })).toBe(
    'Hello \u2068آمنة\u2069 of Noro',
  );
});

test('no line of French begins with a colon, or ends with a quotation mark that opens', () => {
  const french = new Messages('fr', { sync: { asked: 'Retirer « {{name}} » : pourquoi ?' } });
  expect(french.say('sync.asked', { name: 'H : 1' })).toBe(
    'Retirer «\u00a0H : 1\u00a0»\u00a0: pourquoi\u00a0?',
  );
});

test('the plural is that of the count', () => {
  expect([1, 2, 1200].map((count) => english.say('sync.waiting', { count }))).toEqual([
    'One waits',
    '2 wait',
    '1,200 wait',
  ]);
});

test('a key without a message is shown as it is', () => {
  expect(english.say('sync.nothing', {})).toBe('sync.nothing');
  expect(english.has('sync.nothing')).toBe(false);
  expect(english.has('sync.greeting')).toBe(true);
});
