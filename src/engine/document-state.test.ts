import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Refusal } from '#shared/protocol/messages';
import {
  advance,
  transitions,
  type DocumentState,
  type Effect,
  type Happening,
  type Next,
} from './document-state';

const central = { vector: new Map([[7, 1]]), takesProofs: true };
const stored = { vector: new Map([[7, 1]]) };
const refusal: Refusal = { code: 'not-yours', message: '', changeIds: [] };

const happenings: Happening[] = [
  { type: 'offered', central },
  { type: 'complete' },
  { type: 'written', isWhole: true },
  { type: 'written', isWhole: false },
  { type: 'stored', stored },
  { type: 'differs' },
  { type: 'unproven', client: 7 },
  { type: 'branch', client: 7 },
  { type: 'forked', client: 7, from: 1 },
  { type: 'waiting' },
  { type: 'refused', refusal },
  { type: 'close', ending: { type: 'left' } },
  { type: 'ended', ending: { type: 'cut' } },
];
const anyLife = fc.array(fc.constantFrom(...happenings), { maxLength: 12 });

interface Lived {
  state: DocumentState;
  effects: Effect[];
}

function live(life: readonly Happening[]): Lived[] {
  const lived: Lived[] = [];
  let state: DocumentState = { at: 'opening' };
  for (const happening of life) {
    const next: Next = advance(state, happening);
    state = next.state;
    lived.push({ state, effects: next.effects });
  }
  return lived;
}

const has = (effects: readonly Effect[], ...types: Effect['type'][]): boolean =>
  effects.some(({ type }) => types.includes(type));

test('the usual life: central shows what it has, sends the rest, and then it goes both ways', () => {
  const usual = live([
    { type: 'offered', central },
    { type: 'complete' },
    { type: 'written', isWhole: true },
    { type: 'waiting' },
    { type: 'close', ending: { type: 'left' } },
    { type: 'ended', ending: { type: 'cut' } },
  ]);
  expect(usual.map(({ state }) => state.at)).toEqual([
    'exchanging',
    'exchanging',
    'open',
    'open',
    'ending',
    'ending',
  ]);
  expect(usual.flatMap(({ effects }) => effects.map(({ type }) => type))).toEqual([
    ...['stop-patience', 'write', 'begin', 'exchanged', 'pump', 'pump', 'disconnect', 'finish'],
  ]);
  expect(usual.at(-1)?.state).toEqual({ at: 'ending', ending: { type: 'left' } });
});

test('[K4] nothing goes up before all that central had is written here', () => {
  fc.assert(
    fc.property(anyLife, (life) => {
      const lived = live(life);
      const first = lived.findIndex(({ effects }) => has(effects, 'begin', 'pump', 'offer-own'));
      if (first < 0) return;
      expect(life[first]).toEqual({ type: 'written', isWhole: true });
      expect(lived[first]?.state.at).toBe('open');
    }),
  );
});

test('what is half there is fetched again: nothing is put on top of a gap', () => {
  const lived = live([
    { type: 'offered', central },
    { type: 'written', isWhole: false },
  ]);
  expect(lived.at(-1)).toEqual({
    state: { at: 'ending', ending: { type: 'cut' } },
    effects: [{ type: 'disconnect' }],
  });
});

test('once it ends nothing goes up, what central stored is still settled, and the first reason stands', () => {
  fc.assert(
    fc.property(anyLife, anyLife, (before, after) => {
      const ending = advance(live(before).at(-1)?.state ?? { at: 'opening' }, {
        type: 'close',
        ending: { type: 'failed', code: 'crashed' },
      }).state;
      const reason = ending.at === 'ending' ? ending.ending : undefined;
      let state = ending;
      for (const happening of after) {
        const next: Next = advance(state, happening);
        state = next.state;
        expect(has(next.effects, 'begin', 'pump', 'exchanged', 'ask-again', 'offer-own')).toBe(false);
        if (happening.type === 'stored') expect(next.effects).toEqual([{ type: 'settle', stored }]);
      }
      expect(state).toEqual({ at: 'ending', ending: reason });
    }),
  );
});

test('every state says what follows on everything that can happen', () => {
  const types = [...new Set(happenings.map(({ type }) => type))].sort();
  for (const row of Object.values(transitions)) expect(Object.keys(row).sort()).toEqual(types);
});
