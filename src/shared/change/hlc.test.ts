import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareHlc,
  follow,
  formatHlc,
  isAhead,
  mendedClock,
  parseHlc,
  stampOver,
  startClock,
  tick,
} from './hlc';

const DAY = 86_400_000;
const clock = fc.record({
  ms: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  counter: fc.integer({ min: 0, max: 0xffff }),
});
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });

describe('an hlc is a string that sorts as a clock', () => {
  test('[H1] reading what was written gives the same clock', () => {
    fc.assert(
      fc.property(clock, (reading) => {
        expect(parseHlc(formatHlc({ ...reading, deviceId: 'phone-1' }))).toEqual({
          ...reading,
          deviceId: 'phone-1',
        });
      }),
    );
  });

  test('[H1] strings sort by time, then counter', () => {
    fc.assert(
      fc.property(clock, clock, (a, b) => {
        const expected = Math.sign(a.ms - b.ms || a.counter - b.counter);
        expect(compareHlc(formatHlc({ ...a, deviceId: 'd' }), formatHlc({ ...b, deviceId: 'd' }))).toBe(
          expected,
        );
      }),
    );
  });

  test.each(['', '1', '123-0000-a', '1700000000000-00G0-a', '1700000000000-0000-', '1700000000000-0000-a b'])(
    '%j is not an hlc',
    (text) => {
      expect(parseHlc(text)).toBeUndefined();
    },
  );
});

test('[H2] a clock never goes back and never reads the same twice, whatever the device says', () => {
  fc.assert(
    fc.property(fc.array(time, { minLength: 2, maxLength: 50 }), (times) => {
      const read: string[] = [];
      times.reduce((reading, now) => {
        const next = tick(reading, now);
        read.push(formatHlc({ ...next, deviceId: 'd' }));
        return next;
      }, startClock);
      expect([...read].sort()).toEqual(read);
      expect(new Set(read).size).toBe(read.length);
    }),
  );
});

test('[H2] a full counter carries into the milliseconds', () => {
  expect(tick({ ms: 1000, counter: 0xffff }, 500)).toEqual({ ms: 1001, counter: 0 });
});

test('[H3] a clock follows what it hears, so that what comes after sorts after', () => {
  const heard = formatHlc({ ms: 5000, counter: 7, deviceId: 'other' });
  const after = tick(follow({ ms: 1000, counter: 0 }, heard, 1000), 1000);
  expect(after).toEqual({ ms: 5000, counter: 8 });
});

test('[H4] a clock more than a day ahead of central is not followed', () => {
  const now = 1_700_000_000_000;
  const far = formatHlc({ ms: now + DAY + 1, counter: 0, deviceId: 'from-2036' });
  expect(follow(startClock, far, now)).toEqual(startClock);
  expect(isAhead(far, now)).toBe(true);
  expect(isAhead(formatHlc({ ms: now + DAY, counter: 0, deviceId: 'd' }), now)).toBe(false);
});

describe('a change sorts after every value it writes over', () => {
  test('[H5] whatever the clocks', () => {
    fc.assert(
      fc.property(clock, time, fc.array(clock, { maxLength: 5 }), (own, now, seen) => {
        const over = seen.map((reading) => formatHlc({ ...reading, deviceId: 'z' }));
        const { hlc } = stampOver(own, now, 'a', over);
        expect(over.every((value) => compareHlc(value, hlc) < 0)).toBe(true);
      }),
    );
  });

  test('[H5] over a value from the future it takes that value’s successor, and the clock stays where it was', () => {
    const future = formatHlc({ ms: 4_000_000_000_000, counter: 3, deviceId: 'from-2036' });
    const { hlc, clock: after } = stampOver(startClock, 1_700_000_000_000, 'me', [future]);
    expect(hlc).toBe(formatHlc({ ms: 4_000_000_000_000, counter: 4, deviceId: 'me' }));
    expect(after).toEqual({ ms: 1_700_000_000_000, counter: 0 });
  });

  test.each(['zzzz', 'a'.repeat(64), `${'a'.repeat(62)}zz`])(
    '[H6] over the last time that can be written (%s), again and again, each is an hlc that sorts after it',
    (id) => {
      let last = `9999999999999-ffff-${id}`;
      for (let times = 0; times < 100; times++) {
        const { hlc, clock: after } = stampOver(startClock, 1_700_000_000_000, 'phone', [last]);
        expect(compareHlc(hlc, last)).toBe(1);
        expect(parseHlc(hlc)).toBeDefined();
        expect(after.ms).toBe(1_700_000_000_000);
        last = hlc;
      }
    },
  );

  test('[H6] over the very last of all values it is that value again, which is an hlc', () => {
    const last = `9999999999999-ffff-${'z'.repeat(64)}`;
    expect(stampOver(startClock, 1_700_000_000_000, 'phone', [last]).hlc).toBe(last);
  });
});

test('[H7] on contact a clock years ahead begins again at central’s time; any other stays', () => {
  const now = 1_700_000_000_000;
  expect(mendedClock({ ms: now + 10 * 365 * DAY, counter: 7 }, now)).toEqual({ ms: now, counter: 0 });
  const near = { ms: now + DAY, counter: 7 };
  expect(mendedClock(near, now)).toBe(near);
});

test('[H6] the clock of a device that says a year after 2286, or year 275760, never writes what is no hlc', () => {
  const dates = fc.integer({ min: 9_999_999_999_000, max: 8_640_000_000_000_000 });
  fc.assert(
    fc.property(fc.array(dates, { minLength: 2, maxLength: 20 }), (times) => {
      let last = '';
      times.reduce((reading, now) => {
        const { hlc, clock: next } = stampOver(reading, now, 'phone', last === '' ? [] : [last]);
        expect(parseHlc(hlc)).toBeDefined();
        expect(compareHlc(hlc, last)).toBe(1);
        last = hlc;
        return next;
      }, startClock);
    }),
  );
});

test('[H6] the last reading of a clock is read again and again', () => {
  const last = { ms: 9_999_999_999_999, counter: 0xffff };
  expect(tick(last, 10_000_000_000_001)).toEqual(last);
  expect(formatHlc({ ms: 10_413_792_000_000, counter: 0, deviceId: 'd' })).toBe('9999999999999-0000-d');
});
