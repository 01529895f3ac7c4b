import { describe, expect, test } from 'vitest';
import { heard } from './heard';
import { Wedge, type Burst, type Press } from './wedge';

const GS1 = '0109506000134352211AX-77';

/** A text typed with a fixed time between its keys, then Enter. */
function typed(text: string, gapMs: number, from = 1000): Press[] {
  const keys = [...text].map((key) => ({ key, code: '', shift: false, ctrl: false }));
  const enter = { key: 'Enter', code: 'Enter', shift: false, ctrl: false };
  return [...keys, enter].map((press, index) => ({ ...press, at: from + index * gapMs }));
}

function scanOf(presses: readonly Press[], wedge = new Wedge()): Burst | undefined {
  return presses.map((press) => wedge.press(press)).at(-1);
}

describe('a handheld scanner', () => {
  test('is known by a burst that ends in Enter', () => {
    expect(scanOf(typed(GS1, 8))?.text).toBe(GS1);
  });

  test('may be held up once on the way', () => {
    const presses = typed(GS1, 8).map((press, index) => ({ ...press, at: press.at + (index > 5 ? 100 : 0) }));
    expect(scanOf(presses)?.text).toBe(GS1);
  });

  test('sends the separator of a GS1 label as Ctrl+]', () => {
    const [a, b, c, d, enter] = typed('21AB', 5);
    const separator = { key: ']', code: 'BracketRight', shift: false, ctrl: true, at: 1012 };
    const presses = [a, b, c, separator, d, enter].filter((press) => press !== undefined);
    expect(scanOf(presses)?.text).toBe('21A\u001dB');
  });

  test('types for a US keyboard, whatever the layout of the device', () => {
    const codes: [string, string, boolean][] = [
      ['à', 'Digit0', false],
      ['&', 'Digit1', false],
      ['Q', 'KeyA', true],
      ['!', 'Slash', false],
    ];
    const presses = codes.map(([key, code, shift], index) => ({
      key,
      code,
      shift,
      ctrl: false,
      at: index * 5,
    }));
    const enter = { key: 'Enter', code: 'Enter', shift: false, ctrl: false, at: 25 };
    expect(scanOf([...presses, enter])?.usText).toBe('01A/');
  });
});

test('a slow radio link is no hand: a whole label at 50 ms a key is a scan', () => {
  expect(scanOf(typed(GS1, 50))?.text).toBe(GS1);
});

describe('a person', () => {
  test.each([60, 80, 150, 400])('who types a key every %i ms is no scanner', (gap) => {
    expect(scanOf(typed('HC1-0045', gap))).toBeUndefined();
  });

  test('who types a whole label very fast is no scanner', () => {
    expect(scanOf(typed(GS1, 70))).toBeUndefined();
  });

  test('who pauses begins anew', () => {
    const wedge = new Wedge();
    typed('HC', 10)
      .slice(0, 2)
      .forEach((press) => wedge.press(press));
    expect(scanOf(typed('123', 10, 2000), wedge)).toBeUndefined();
  });

  test('who presses an arrow or a shortcut between is no scanner', () => {
    const wedge = new Wedge();
    const presses = typed('123456', 5);
    const arrow = { key: 'ArrowLeft', code: 'ArrowLeft', shift: false, ctrl: false, at: 1028 };
    expect(scanOf([...presses.slice(0, 6), arrow, ...presses.slice(6)], wedge)).toBeUndefined();
  });
});

describe('what was heard', () => {
  const now = Date.parse('2026-03-01');
  const as = (text: string, usText = text): Burst => ({ text, usText });

  test('a label counts, also in a field', () => {
    expect(heard(as(GS1), true, now)).toBe(GS1);
    expect(heard(as('waypost:asset:a1'), true, now)).toBe('waypost:asset:a1');
  });

  test('a plain number in a field is left to the field', () => {
    expect(heard(as('SN-4711'), true, now)).toBeUndefined();
    expect(heard(as('SN-4711'), false, now)).toBe('SN-4711');
  });

  test('of two readings the one that is a label counts', () => {
    expect(heard(as('à&àç(àéà(', GS1), true, now)).toBe(GS1);
  });
});
