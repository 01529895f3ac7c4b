/** A table on its way out to a file: one at a time; where it fails the page says so, and offers to try again. */
import type { Cells } from '#shared/spreadsheet/cell';

export type Ending = 'csv' | 'xlsx';

export interface Table {
  rows: Cells[];
  /** the name of the sheet in the file */
  sheet: string;
}

export class Taking {
  busy = $state(false);
  failed = $state(false);

  /** The two ends: the source of the table, and the writer of the file; false where no file could be made. */
  constructor(
    private readonly read: () => Promise<Table>,
    private readonly hand: (table: Table, ending: Ending) => Promise<boolean>,
  ) {}

  async take(ending: Ending): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failed = false;
    try {
      this.failed = !(await this.hand(await this.read(), ending));
    } catch {
      this.failed = true;
    } finally {
      this.busy = false;
    }
  }
}
