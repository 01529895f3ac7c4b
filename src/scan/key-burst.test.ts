import { expect, test } from 'vitest';
import { sinceLabel } from './key-burst';

test.each([
  { now: 'SN1', ended: undefined, since: '' },
  { now: 'SN1', ended: 'SN1', since: '' },
  { now: 'SN1abc', ended: 'SN1', since: 'abc' },
  { now: 'SN1\nabc', ended: 'SN1', since: 'abc' },
  { now: 'S', ended: 'SN1', since: undefined },
])(
  'of "$now", which held "$ended" at the end of the label, "$since" was typed since',
  ({ now, ended, since }) => {
    expect(sinceLabel(now, ended)).toBe(since);
  },
);
