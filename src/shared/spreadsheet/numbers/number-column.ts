/** The mark that stands before decimals in a column: all its cells together settle it, or a person does. */
import { numberShape, type DecimalMark } from './number-shape';

interface NumberColumn {
  /** undefined: nothing settles it */
  mark?: DecimalMark;
  /** the number of cells that wait for that */
  waiting: number;
}

/** `texts`: the cells that are written as text; `known`: marks that are proved otherwise. */
export function numberColumn(texts: readonly string[], chosen?: DecimalMark): NumberColumn {
  const shapes = texts.map(numberShape);
  const proved = new Set(
    shapes.flatMap((shape) => (shape?.kind === 'one' && shape.proves ? [shape.proves] : [])),
  );
  const [only] = proved;
  const mark = chosen ?? (proved.size === 1 ? only : undefined);
  const waiting = mark === undefined ? shapes.filter((shape) => shape?.kind === 'either').length : 0;
  return { ...(mark && { mark }), waiting };
}

type NumberRead = { value: number } | 'waits' | undefined;

export function readNumber(text: string, mark: DecimalMark | undefined): NumberRead {
  const shape = numberShape(text);
  if (!shape) return undefined;
  if (shape.kind === 'one') return { value: shape.value };
  if (mark === undefined) return 'waits';
  return { value: mark === '.' ? shape.ifPoint : shape.ifComma };
}
