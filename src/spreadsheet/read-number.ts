/** Numbers as spreadsheets in many languages write them. */
export type NumberRead = { number: number; doubtful?: boolean } | undefined;

/**
 * Reads `1250`, `12.5`, `12,5`, `1,250.5`, `1.250,5` and spaces between thousands. One mark with three digits after it may be
 * either a decimal mark or one of thousands: it is read as the file's decimal mark, and called doubtful where it is not that.
 */
export function readNumber(text: string, decimalComma: boolean): NumberRead {
  const plain = text.replace(/[\s\u00A0\u202F]/g, '');
  if (!/^[-+]?[\d.,]*\d[\d.,]*$/.test(plain)) return undefined;
  const marks = plain.replace(/[^.,]/g, '');
  if (marks === '') return finite(plain);
  if (marks.includes('.') && marks.includes(','))
    return grouped(plain, plain.lastIndexOf('.') > plain.lastIndexOf(',') ? '.' : ',');
  const [mark = '.'] = marks;
  if (marks.length > 1) return grouped(plain, mark === ',' ? '.' : ',');
  const looksGrouped = /^[-+]?[1-9]\d{0,2}[.,]\d{3}$/.test(plain);
  const read = finite(plain.replace(',', '.'));
  return read && looksGrouped && (mark === ',') !== decimalComma ? { ...read, doubtful: true } : read;
}

/** Thousands stand in threes; else it is no number that a person would write. */
function grouped(text: string, decimal: '.' | ','): NumberRead {
  const pattern = decimal === '.' ? /^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/ : /^[-+]?\d{1,3}(\.\d{3})+(,\d*)?$/;
  if (!pattern.test(text)) return undefined;
  const other = decimal === '.' ? ',' : '.';
  return finite(text.replaceAll(other, '').replace(decimal, '.'));
}

function finite(text: string): NumberRead {
  const number = Number(text);
  return Number.isFinite(number) ? { number: number === 0 ? 0 : number } : undefined;
}
