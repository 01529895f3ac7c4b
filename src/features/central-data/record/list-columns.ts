/** The columns of a long list: which there are, which this device has chosen, and the order that one gives. */

export interface ListColumn<Row> {
  id: string;
  label: string;
  /** a CSS grid track */
  track: string;
  text: (row: Row) => string;
  /** the value to compare instead of the text: a number */
  value?: (row: Row) => number | undefined;
  /** always shown */
  fixed?: boolean;
  /** shown before anybody chose */
  atFirst?: boolean;
}

export interface ListSort {
  column: string;
  descending: boolean;
}

/** The columns of a setting: ids, each on a line. Without a choice, the usual ones. */
export function shownColumns<Row>(columns: readonly ListColumn<Row>[], setting: unknown): ListColumn<Row>[] {
  const chosen = typeof setting === 'string' ? setting.split('\n') : undefined;
  return columns.filter(({ id, fixed, atFirst }) => fixed || (chosen ? chosen.includes(id) : atFirst));
}

/** The setting once a column is taken in or left out. */
export function toggled<Row>(shown: readonly ListColumn<Row>[], id: string): string {
  const ids = shown.map((column) => column.id);
  return (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]).join('\n');
}

/** The rows in the order of a column. Rows with equal values keep their order, and rows without a value come last. */
export function inOrder<Row>(
  rows: readonly Row[],
  column: ListColumn<Row>,
  descending: boolean,
  locale: string,
): Row[] {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const keyed = rows.map((row) => ({ row, text: column.text(row), value: column.value?.(row) }));
  const direction = descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.text === '' || b.text === '') return Number(a.text === '') - Number(b.text === '');
    const by = a.value !== undefined && b.value !== undefined ? a.value - b.value : compare(a.text, b.text);
    return direction * by;
  });
  return keyed.map(({ row }) => row);
}
