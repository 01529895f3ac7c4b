import { describe, expect, test } from 'vitest';
import { heard } from './key-burst';
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

describe('a scanner that ends or separates in another way', () => {
  const press = (key: string, code: string, at: number, over: Partial<Press> = {}): Press => ({
    ...{ key, code, shift: false, ctrl: false, at },
    ...over,
  });

  test('sends the separator as Alt and 029 on the number pad: one label', () => {
    const first = typed('010950600013435221999456', 8).slice(0, -1);
    const from = (first.at(-1)?.at ?? 0) + 8;
    const alt = { alt: true };
    const keys = [
      press('Alt', 'AltLeft', from, alt),
      press('0', 'Numpad0', from + 8, alt),
      press('2', 'Numpad2', from + 16, alt),
      press('9', 'Numpad9', from + 24, alt),
      ...typed('11240101', 8, from + 32),
    ];
    expect(scanOf([...first, ...keys])?.text).toBe('010950600013435221999456\u001d11240101');
  });

  test('a Tab between two parts is the separator', () => {
    const presses = typed(`${GS1}\t240E003/007`, 8).map((one) =>
      one.key === '\t' ? { ...one, key: 'Tab', code: 'Tab' } : one,
    );
    expect(scanOf(presses)?.text).toBe(`${GS1}\u001d240E003/007`);
  });

  test('a Tab at the end is held, and ends the label when nothing follows', () => {
    const wedge = new Wedge();
    const presses = typed(GS1, 8).slice(0, -1);
    for (const one of [...presses, press('Tab', 'Tab', (presses.at(-1)?.at ?? 0) + 8)]) wedge.press(one);
    expect(wedge.heldTab).toBe(true);
    expect(wedge.end((presses.at(-1)?.at ?? 0) + 158)?.text).toBe(GS1);
  });

  test('a person’s Tab is left alone', () => {
    const wedge = new Wedge();
    const presses = typed('HC1-0045', 150).slice(0, -1);
    for (const one of [...presses, press('Tab', 'Tab', (presses.at(-1)?.at ?? 0) + 150)]) wedge.press(one);
    expect(wedge.heldTab).toBe(false);
  });

  test('a person’s shortcut with Alt is no scan', () => {
    const presses = typed('123456', 5);
    const shortcut = press('d', 'KeyD', 1028, { alt: true });
    expect(scanOf([...presses.slice(0, 6), shortcut, ...presses.slice(6)])).toBeUndefined();
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

  test.each([
    '55b34be4-0000-4000-8000-011fba6dda17',
    ']d28004950600013TAG000123',
    `https://id.example.org/01/09506000134352/21/AX-77`,
    `${GS1}@`,
  ])('%s counts also in a field', (text) => expect(heard(as(text), true, now)).toBe(text));

  test('a plain number in a field is left to the field', () => {
    expect(heard(as('SN-4711'), true, now)).toBeUndefined();
    expect(heard(as('SN-4711'), false, now)).toBe('SN-4711');
  });

  test('of two readings the one that is a label counts', () => {
    expect(heard(as('à&àç(àéà(', GS1), true, now)).toBe(GS1);
  });
});
