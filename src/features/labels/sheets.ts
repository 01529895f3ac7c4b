/** Label paper: sheets as stationers sell them, and the rolls of label printers. All measures in millimetres. */

export interface LabelPaper {
  id: string;
  width: number;
  height: number;
  columns: number;
  rows: number;
  labelWidth: number;
  labelHeight: number;
  gapX: number;
}

const sheet = (
  [width, height]: readonly [number, number],
  [columns, rows]: readonly [number, number],
  [labelWidth, labelHeight]: readonly [number, number],
  gapX = 0,
): LabelPaper => ({
  id: `${width === 210 ? 'a4' : 'letter'}-${columns}x${rows}-${labelWidth}x${labelHeight}`,
  ...{ width, height, columns, rows, labelWidth, labelHeight, gapX },
});

const roll = (width: number, height: number): LabelPaper => ({
  id: `roll-${width}x${height}`,
  ...{ width, height, columns: 1, rows: 1, labelWidth: width, labelHeight: height, gapX: 0 },
});

const a4 = [210, 297] as const;
const letter = [215.9, 279.4] as const;

export const sheets: readonly LabelPaper[] = [
  sheet(a4, [3, 8], [70, 37]),
  sheet(a4, [3, 8], [63.5, 33.9], 2.5),
  sheet(a4, [2, 7], [99.1, 38.1], 2.5),
  sheet(a4, [3, 7], [63.5, 38.1], 2.5),
  sheet(a4, [5, 13], [38.1, 21.2], 2.5),
  sheet(letter, [3, 10], [66.7, 25.4], 3),
];
export const rolls: readonly LabelPaper[] = [
  roll(50, 25),
  roll(50, 30),
  roll(57, 32),
  roll(62, 29),
  roll(100, 50),
];

export const isSheet = ({ columns, rows }: LabelPaper): boolean => columns * rows > 1;
export const perPage = ({ columns, rows }: LabelPaper): number => columns * rows;

/** The paper that was used last; the commonest one for a setting of another version. */
export const paperOf = (id: unknown): LabelPaper =>
  [...sheets, ...rolls].find((paper) => paper.id === id) ?? sheet(a4, [3, 8], [70, 37]);

/** The corner of the first label: both sides share the space that is left over. */
export const margins = ({ width, height, columns, rows, labelWidth, labelHeight, gapX }: LabelPaper) => ({
  left: (width - columns * labelWidth - (columns - 1) * gapX) / 2,
  top: (height - rows * labelHeight) / 2,
});

/** The labels page by page; `used` places of the first sheet are left blank, since they were printed before. */
export function pagesOf<T>(labels: readonly T[], paper: LabelPaper, used: number): (T | undefined)[][] {
  const size = perPage(paper);
  const blanks = isSheet(paper) ? Math.min(Math.max(0, Math.trunc(used)), size - 1) : 0;
  const places: (T | undefined)[] = [...Array.from({ length: blanks }, () => undefined), ...labels];
  const pages: (T | undefined)[][] = [];
  for (let at = 0; at < places.length; at += size) pages.push(places.slice(at, at + size));
  return pages;
}
