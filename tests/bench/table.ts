/** Prints a section of the benchmark page: a sentence on the measurement, and the numbers as a markdown table. */
export interface Section {
  title: string;
  about: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

export function printSection({ title, about, columns, rows }: Section): void {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const alignments = columns.map((_, index) => (index === 0 ? '---' : '---:'));
  console.log(
    [`## ${title}`, '', about, '', line(columns), line(alignments), ...rows.map(line), ''].join('\n'),
  );
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en');
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
