/** Numbers as people type them, read and written as the reader's language writes them, in the digits of any script. */
import { latinDigits } from '#shared/text-folding';

/** The language of the page; English where there is no page. */
const readersLanguage = (): string =>
  (typeof document === 'undefined' ? '' : document.documentElement.lang) || 'en';

/** Signs between thousands that stand for nothing else: spaces, apostrophes, the Arabic one. */
const between = /(?<=\d)[\s\u00a0\u2009\u202f'’٬](?=\d)/gu;

/** True if the language writes a comma between a whole and its part. */
const hasDecimalComma = (locale: string): boolean =>
  new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).format(1.5).includes(',');

/**
 * Reads `1250`, `12.5`, `12,5`, `1,250`, `1.250`, `1 250`, `1'250`, `1,25,000`, `١٢٥٠` and `٢٥٫٦`; undefined for a text that is
 * no number. One mark before three digits is the one of thousands, unless the language has it between a whole and its part.
 */
export function readTypedNumber(text: string, locale = readersLanguage()): number | undefined {
  const typed = latinDigits(text.trim())
    .replace(/[\u200e\u200f\u061c]/g, '')
    .replace(/[\u2212\u2013\ufe63\uff0d]/g, '-')
    .replaceAll('٫', hasDecimalComma(locale) ? ',' : '.')
    .replace(between, '');
  if (!/^[-+]?(?:\d[\d.,]*|[.,]\d+)$/.test(typed)) return undefined;
  const number = Number(pointed(typed, locale));
  if (!Number.isFinite(number)) return undefined;
  return number === 0 ? 0 : number;
}

/** The text with a point as its only mark; NaN's text for marks that stand as nobody would put them. */
function pointed(text: string, locale: string): string {
  const marks = [...text.replace(/[^.,]/g, '')];
  const [first] = marks;
  if (first === undefined) return text;
  const last = marks.at(-1);
  if (new Set(marks).size === 2)
    return marks.indexOf(last ?? '') === marks.length - 1 ? grouped(text, first, last) : 'NaN';
  const own = hasDecimalComma(locale) ? ',' : '.';
  if (marks.length > 1) return grouped(text, first, undefined);
  const isThousands = first !== own && /^[-+]?[1-9]\d{0,2}[.,]\d{3}$/.test(text);
  return isThousands ? text.replace(first, '') : text.replace(first, '.');
}

/** Groups of three, or as India has them: two and two, three at the end. */
function grouped(text: string, mark: string, decimal: string | undefined): string {
  const [whole = '', ...parts] = decimal === undefined ? [text] : text.split(decimal);
  const groups = whole.replace(/^[-+]/, '').split(mark);
  const [head = '', ...others] = groups;
  const inThrees = others.every((group) => group.length === 3);
  const inTwos = others.at(-1)?.length === 3 && others.slice(0, -1).every((group) => group.length === 2);
  const isWell =
    /^[1-9]\d{0,2}$/.test(head) && (inThrees || (inTwos && head.length <= 2)) && parts.length <= 1;
  return isWell ? [whole.replaceAll(mark, ''), ...parts].join('.') : 'NaN';
}

/** The number as the same reader would type it: without marks between thousands, so that it is read back as it is. */
export const writeTypedNumber = (value: number, locale = readersLanguage()): string =>
  hasDecimalComma(locale) ? String(value).replace('.', ',') : String(value);

/** The understood number, where it is not plain from the text itself; undefined for plain numbers, and for a text that is no number. */
export function understood(
  text: string,
  plain: (value: number) => string,
  locale?: string,
): string | undefined {
  const value = readTypedNumber(text, locale);
  const typed = text.trim();
  if (value === undefined || typed === String(value)) return undefined;
  const said = plain(value);
  return said === typed ? undefined : said;
}
