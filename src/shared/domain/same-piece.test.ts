import { expect, test } from 'vitest';
import { pieceKey } from './same-piece';

test.each(['N/A', 'n.a.', '000', '-', '--', 'XXXX', 'None', 'UNKNOWN', 'Sans numéro', 'غير معروف', '', '  '])(
  'what is written where there is no serial number tells of no piece: %j',
  (written) => expect(pieceKey(written, 'Vestfrost')).toBeUndefined(),
);

test.each([
  ['SN535350', 'sn535350'],
  ['0012', '0012'],
  ['NA-17', 'na-17'],
])('a serial number of one maker is one piece, however it is written: %s', (one, other) => {
  expect(pieceKey(one, 'Vestfrost')).toBe(pieceKey(other, 'VESTFROST'));
  expect(pieceKey(one, 'Vestfrost')).not.toBe(pieceKey(one, 'Haier'));
});
