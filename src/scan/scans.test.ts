import { expect, test } from 'vitest';
import { Scans } from './scans';

function scansWith() {
  const looked: string[] = [];
  return { looked, scans: new Scans((text) => looked.push(text)) };
}

test('a scanned text goes to the part that asked last, else the app looks it up', () => {
  const { looked, scans } = scansWith();
  const taken: string[] = [];
  const letGo = scans.claim((text) => taken.push(text));
  scans.give('A');
  letGo();
  scans.give('B');
  expect([taken, looked]).toEqual([['A'], ['B']]);
});

test('what comes while a page is read waits for the part of it that takes it', () => {
  const { looked, scans } = scansWith();
  const release = scans.hold();
  scans.give('A');
  scans.give('B');
  const taken: string[] = [];
  scans.claim((text) => taken.push(text));
  release();
  scans.give('C');
  expect([taken, looked]).toEqual([['A', 'B', 'C'], []]);
});

test('what nobody on the page takes is looked up in the end', () => {
  const { looked, scans } = scansWith();
  const release = scans.hold();
  scans.give('A');
  release();
  release();
  expect(looked).toEqual(['A']);
});

test('a page that has gone does not hand over what waits for the next one', () => {
  const { looked, scans } = scansWith();
  const former = scans.hold();
  scans.hold();
  scans.give('A');
  former();
  expect(looked).toEqual([]);
});

test('what waited for a page that has gone is for the next one that holds', () => {
  const { looked, scans } = scansWith();
  const former = scans.hold();
  scans.give('A');
  const later = scans.hold();
  former();
  scans.give('B');
  later();
  expect(looked).toEqual(['A', 'B']);
});
