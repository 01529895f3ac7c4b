/** The offsets of a long list's rows: a row that was never drawn counts as high as most are, a row that was drawn keeps its height. */

/** px from the top of the list, for each row and for the end of the last one */
export class RowOffsets {
  readonly #count: number;
  readonly #keyAt: (index: number) => string;
  readonly #heights: Map<string, number>;
  readonly #usual: number;
  readonly #tops: Float64Array;

  /** `heights`: by key, of the rows that are not as high as most; a measured height is noted there for the next order of the rows. */
  constructor(count: number, keyAt: (index: number) => string, usual: number, heights: Map<string, number>) {
    this.#count = count;
    this.#keyAt = keyAt;
    this.#usual = usual;
    this.#heights = heights;
    this.#tops = new Float64Array(count + 1);
    for (let index = 0, top = 0; index < count; index++) {
      top += (heights.size > 0 ? heights.get(keyAt(index)) : undefined) ?? usual;
      this.#tops[index + 1] = top;
    }
  }

  get end(): number {
    return this.top(this.#count);
  }

  top(index: number): number {
    return this.#tops[index] ?? 0;
  }

  /** The row at this distance from the top, px; the first or the last one beyond the ends. */
  at(y: number): number {
    let [first, last] = [0, this.#count - 1];
    while (first < last) {
      const middle = Math.ceil((first + last) / 2);
      if (this.top(middle) <= y) first = middle;
      else last = middle - 1;
    }
    return first;
  }

  /** Notes how high a row was drawn; returns by how much those after it are moved. */
  measured(index: number, height: number): number {
    const moved = height - (this.top(index + 1) - this.top(index));
    if (Math.abs(moved) < SAME) return 0;
    const key = this.#keyAt(index);
    if (height === this.#usual) this.#heights.delete(key);
    else this.#heights.set(key, height);
    for (let after = index + 1; after <= this.#count; after++) this.#tops[after] = this.top(after) + moved;
    return moved;
  }
}

/** px; sums of fractions are not exact */
const SAME = 0.01;
