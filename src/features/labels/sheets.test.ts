import { describe, expect, test } from 'vitest';
import { isSheet, margins, pagesOf, paperOf, perPage, rolls, sheets } from './sheets';

describe('label paper', () => {
  test.each([...sheets, ...rolls])('the labels of $id fit on it', (paper) => {
    const { left, top } = margins(paper);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(paper.columns * paper.labelWidth + (paper.columns - 1) * paper.gapX + 2 * left).toBeCloseTo(
      paper.width,
    );
  });

  test('is found by its name, and is the commonest one for an unknown name', () => {
    for (const paper of [...sheets, ...rolls]) expect(paperOf(paper.id)).toEqual(paper);
    expect(paperOf('from a newer app').id).toBe(sheets[0]?.id);
  });
});

describe('labels on paper', () => {
  const three = sheets[0] ?? paperOf('');
  const labels = Array.from({ length: 25 }, (_, at) => at + 1);

  test('fill one sheet after the other', () => {
    expect(pagesOf(labels, three, 0).map((page) => page.length)).toEqual([24, 1]);
  });

  test('leave the places that were used before blank, on the first sheet only', () => {
    const [first, second] = pagesOf(labels, three, 5);
    expect(first?.slice(0, 6)).toEqual([undefined, undefined, undefined, undefined, undefined, 1]);
    expect(second).toEqual([20, 21, 22, 23, 24, 25]);
  });

  test.each([-3, 24, 1000, Number.NaN])('never leave a whole sheet blank (%s used)', (used) => {
    expect(pagesOf([1], three, used)).toHaveLength(1);
    expect(pagesOf([1], three, used)[0]).toContain(1);
  });

  test('come one by one from a roll', () => {
    const roll = rolls[0] ?? paperOf('');
    expect([isSheet(roll), perPage(roll), pagesOf(labels, roll, 7).length]).toEqual([false, 1, 25]);
  });
});
