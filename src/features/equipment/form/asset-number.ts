/** Proposes the next free asset number of a store, by the pattern that its numbers follow already. */

interface Numbered {
  prefix: string;
  number: number;
  width: number;
}

/** Longer runs of digits are serial numbers or dates, which nobody counts on from, and would not fit a number exactly. */
const longest = 12;
const ending = /^(.*?)(\d+)$/;

/**
 * The highest number of the store's commonest pattern and one more, as wide as the one before it: HC1-009 → HC1-010.
 * A store without numbers begins with its code.
 */
export function nextAssetNumber(taken: readonly string[], storeCode: string): string {
  const patterns = new Map<string, Numbered[]>();
  for (const number of taken) {
    const parsed = parse(number);
    const known = parsed && patterns.get(parsed.prefix);
    if (known) known.push(parsed);
    else if (parsed) patterns.set(parsed.prefix, [parsed]);
  }
  const commonest = [...patterns.values()].sort((a, b) => b.length - a.length)[0];
  if (!commonest) return firstFree({ prefix: beginning(storeCode), number: 1, width: 3 }, taken);
  const highest = commonest.reduce((a, b) => (b.number > a.number ? b : a));
  return firstFree({ ...highest, number: highest.number + 1 }, taken);
}

function parse(assetNumber: string): Numbered | undefined {
  const [, prefix, digits] = ending.exec(assetNumber.trim()) ?? [];
  return prefix === undefined || digits === undefined || digits.length > longest
    ? undefined
    : { prefix, number: Number(digits), width: digits.length };
}

const beginning = (storeCode: string): string => (storeCode.trim() === '' ? '' : `${storeCode.trim()}-`);

/** Numbers that differ only in how they are written (a1, A1) look the same on a plate. */
function firstFree({ prefix, number, width }: Numbered, taken: readonly string[]): string {
  const known = new Set(taken.map((one) => one.trim().toLowerCase()));
  let next = number;
  const written = (): string => `${prefix}${String(next).padStart(width, '0')}`;
  while (known.has(written().toLowerCase())) next += 1;
  return written();
}
