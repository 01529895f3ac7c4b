import { expect, test } from 'vitest';
import { newJoinCode, normalJoinCode } from './join-code';

const code = 'K7MQ-2XHD-9FPT';

test.each([
  ['in small letters', 'k7mq-2xhd-9fpt'],
  ['without its dashes', 'K7MQ2XHD9FPT'],
  ['with other dashes', 'K7MQ–2XHD—9FPT'],
  ['with blanks, points or lines', ' K7MQ 2XHD.9FPT\n'],
  ['in the digits of an Arabic keyboard', 'K٧MQ-٢XHD-٩FPT'],
  ['in those of a Persian one', 'K۷MQ-۲XHD-۹FPT'],
  ['in full width', 'Ｋ７ＭＱ－２ＸＨＤ－９ＦＰＴ'],
  ['with marks that nobody sees', '\u200eK7MQ\u00ad2XHD\u200b9FPT\u200f'],
  ['as the address of its QR', 'https://waypost.example.org/join#code=K7MQ-2XHD-9FPT'],
])('a join code is the same %s', (_how, typed) => {
  expect(normalJoinCode(typed)).toBe(normalJoinCode(code));
});

test('a new one has no letter that is taken for another', () => {
  for (let times = 0; times < 200; times++) expect(newJoinCode()).toMatch(/^([2-9A-HJKMNP-TV-Z]{4}-?){3}$/);
});
