/** The digits of every script as 0 to 9: people type and paste those of their own keyboard. */

const isDigit = (point: number): boolean => /\p{Nd}/u.test(String.fromCodePoint(point));

/** Digits stand in runs of ten, from 0 to 9; only the mathematical ones have five runs side by side. */
function valueOf(digit: string): number {
  const point = digit.codePointAt(0) ?? 0;
  if (point >= 0x1d7ce && point <= 0x1d7ff) return (point - 0x1d7ce) % 10;
  let zero = point;
  while (point - zero < 9 && isDigit(zero - 1)) zero -= 1;
  return point - zero;
}

export const plainDigits = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => (digit <= '9' ? digit : String(valueOf(digit))));
