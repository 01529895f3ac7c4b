import { describe, expect, test } from 'vitest';
import { recordStates, stateOf } from './record-state';

const logs = new Map([['log', 'fridge']]);

describe('the state of a record', () => {
  test('nothing in the outbox: stored at central', () => {
    expect(stateOf(recordStates([], [], logs), 'fridge')).toBe('stored');
  });

  test('an asset waits when one of its logs does', () => {
    const states = recordStates([{ entityId: 'log', state: 'sent' }], [], logs);
    expect([stateOf(states, 'log'), stateOf(states, 'fridge')]).toEqual(['sent', 'sent']);
  });

  test('it never claims more than its least advanced change', () => {
    const sent = { entityId: 'fridge', state: 'sent' } as const;
    const saved = { entityId: 'fridge', state: 'saved' } as const;
    expect(stateOf(recordStates([saved, sent], [], logs), 'fridge')).toBe('saved');
    expect(stateOf(recordStates([sent, saved], [], logs), 'fridge')).toBe('saved');
  });

  test('a refused change is told before one that waits', () => {
    const states = recordStates([{ entityId: 'fridge', state: 'saved' }], [{ entityId: 'fridge' }], logs);
    expect(stateOf(states, 'fridge')).toBe('refused');
  });
});
