import { describe, expect, test } from 'vitest';
import { nextAssetNumber } from './asset-number';

describe('the next asset number', () => {
  test.each([
    ['goes on from the highest', ['HC1-001', 'HC1-003', 'HC1-002'], 'HC1-004'],
    ['keeps the padding', ['CCE009'], 'CCE010'],
    ['grows where the padding ends', ['A-99'], 'A-100'],
    ['follows the commonest pattern', ['OLD-700', 'HC1-01', 'HC1-02'], 'HC1-03'],
    ['passes over what is taken in other letters', ['a1', 'A2', 'a0'], 'a3'],
    ['counts plain numbers', ['7', '12'], '13'],
    ['begins with the code of the store', [], 'DISP-001'],
    ['begins afresh where no number ends in digits', ['fridge'], 'DISP-001'],
    ['does not count on from a long serial number', ['20260101123456789'], 'DISP-001'],
  ])('%s', (_rule, taken, expected) => {
    expect(nextAssetNumber(taken, 'DISP')).toBe(expected);
  });

  test('is never one that is taken', () => {
    const taken = ['X-1', 'X-2', 'X-4', 'x-5', 'Y-3'];
    expect(taken).not.toContain(nextAssetNumber(taken, 'X'));
  });
});
