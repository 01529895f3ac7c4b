/** The uploads under way, by sender: a limit on what each may hold on the disk at once. Kept in memory; a new start begins with none. */

export class OpenUploads {
  /** sender → upload → bytes that it is to have */
  readonly #of = new Map<string, Map<string, number>>();

  constructor(
    private readonly most: { uploads: number; uploadBytes: number },
    /** true if there is still such an upload */
    private readonly isThere: (id: string) => Promise<boolean>,
  ) {}

  /** True if one more, of `size` bytes, may begin. */
  async hasRoom(sender: string, size: number): Promise<boolean> {
    if (this.#fits(sender, size)) return true;
    // one that could not be written is none
    const ids = [...(this.#of.get(sender)?.keys() ?? [])];
    for (const id of ids) if (!(await this.isThere(id))) this.ended(id);
    return this.#fits(sender, size);
  }

  #fits(sender: string, size: number): boolean {
    const sizes = [...(this.#of.get(sender)?.values() ?? [])];
    const bytes = sizes.reduce((sum, one) => sum + one, 0);
    return sizes.length < this.most.uploads && bytes + size <= this.most.uploadBytes;
  }

  began(sender: string, id: string, size: number): void {
    const own = this.#of.get(sender) ?? new Map<string, number>();
    this.#of.set(sender, own.set(id, size));
  }

  /** Finished, or dropped. */
  ended(id: string): void {
    for (const [sender, own] of this.#of) if (own.delete(id) && own.size === 0) this.#of.delete(sender);
  }
}
