/**
 * Names that look alike, found among thousands: by the threes of letters that they share (Sørensen and Dice). A score of 1 is the
 * same set of threes, 0 shares none; the order of words matters little, a slip of a key costs a few threes.
 */
export interface Similar<Of> {
  of: Of;
  score: number;
}

/** The threes of a text whose words are parted by one space. */
function threesOf(text: string): Set<string> {
  const threes = new Set<string>();
  for (const word of text.split(' ')) {
    const padded = ` ${word} `;
    if (word !== '') for (let at = 0; at + 3 <= padded.length; at++) threes.add(padded.slice(at, at + 3));
  }
  return threes;
}

export function similarity(a: string, b: string): number {
  const [one, other] = [threesOf(a), threesOf(b)];
  if (one.size === 0 || other.size === 0) return 0;
  let shared = 0;
  for (const three of one) if (other.has(three)) shared += 1;
  return (2 * shared) / (one.size + other.size);
}

export class SimilarNames<Of> {
  readonly #named: { of: Of; size: number }[] = [];
  readonly #having = new Map<string, number[]>();

  /** Texts in their comparable form. A thing with several names stands there once for each. */
  constructor(names: Iterable<readonly [string, Of]>) {
    for (const [text, of] of names) {
      const threes = threesOf(text);
      if (threes.size === 0) continue;
      const at = this.#named.push({ of, size: threes.size }) - 1;
      for (const three of threes) {
        const having = this.#having.get(three);
        if (having) having.push(at);
        else this.#having.set(three, [at]);
      }
    }
  }

  /** The things with the most similar names, best first; each thing once, by its best name. */
  find(text: string, atLeast: number): Similar<Of>[] {
    const threes = threesOf(text);
    const shared = new Map<number, number>();
    for (const three of threes)
      for (const at of this.#having.get(three) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
    const best = new Map<Of, number>();
    for (const [at, count] of shared) {
      const named = this.#named[at];
      if (!named) continue;
      const score = (2 * count) / (threes.size + named.size);
      if (score >= atLeast && score > (best.get(named.of) ?? 0)) best.set(named.of, score);
    }
    return [...best].map(([of, score]) => ({ of, score })).sort((a, b) => b.score - a.score);
  }
}
