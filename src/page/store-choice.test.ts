import { expect, test } from 'vitest';
import type { Mode } from './mode';
import { StoreChoice } from './store-choice.svelte';

const store = (id: string) => ({ id, code: id.toUpperCase(), name: `Store ${id}` });
const [a, b] = [store('a'), store('b')];

const modeOf = (...stores: (typeof a)[]): { current: Mode } => ({ current: { kind: 'nobody', stores } });

function memory(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

test('all stores are shown together until one is chosen, which the next start remembers', () => {
  const kept = memory();
  const choice = new StoreChoice(modeOf(a, b), () => kept);
  expect([choice.one, choice.shown, choice.proposed]).toEqual([undefined, [a, b], 'a']);
  choice.use('b');
  expect([choice.one, choice.shown, choice.proposed]).toEqual([b, [b], 'b']);
  const next = new StoreChoice(modeOf(a, b), () => kept);
  expect(next.shown).toEqual([b]);
  next.use('');
  expect(next.shown).toEqual([a, b]);
});

test('a chosen store that has gone from the site leaves all that there are', () => {
  const kept = memory();
  new StoreChoice(modeOf(a, b), () => kept).use('b');
  expect(new StoreChoice(modeOf(a, store('c')), () => kept).shown).toEqual([a, store('c')]);
  expect(new StoreChoice(modeOf(b), () => kept).one).toBeUndefined();
});

test('what another tab has chosen is chosen here', () => {
  const choice = new StoreChoice(modeOf(a, b), memory);
  choice.heard('waypost.store', 'b');
  choice.heard('waypost.theme', 'dark');
  expect(choice.shown).toEqual([b]);
});

test('a store is named only where it must be told from others', () => {
  expect(new StoreChoice(modeOf(a, b), memory).nameOf('b')).toBe('Store b');
  expect(new StoreChoice(modeOf(a), memory).nameOf('a')).toBeUndefined();
});

test('a browser that forbids storage shows all, and takes a choice until it is closed', () => {
  const forbidden = () => {
    throw new DOMException('', 'SecurityError');
  };
  const choice = new StoreChoice(modeOf(a, b), forbidden);
  expect(choice.shown).toEqual([a, b]);
  choice.use('b');
  expect(choice.shown).toEqual([b]);
});
