/** Files that a person chose and that are still being made ready. They belong to the record already: saving waits for them. */
export class FilesComing {
  /** the number of files */
  count = $state(0);
  #works: Promise<boolean>[] = [];

  /** `work` makes `count` files ready, hands them on, and resolves to whether all of them could be. */
  take(count: number, work: Promise<boolean>): void {
    this.count += count;
    const counted = work
      .catch(() => false)
      .finally(() => {
        this.count -= count;
        this.#works = this.#works.filter((other) => other !== counted);
      });
    this.#works.push(counted);
  }

  /** Resolves when nothing is on its way any more; true if all files came through. */
  async arrived(): Promise<boolean> {
    let all = true;
    while (this.#works.length > 0) {
      const came = await Promise.all(this.#works);
      all &&= came.every(Boolean);
    }
    return all;
  }
}
