/** The meaning of a written number: one value, or two where a mark may stand for thousands or for decimals. */
import { latinDigits } from '../../text-folding';
import { invisible } from '../invisible';

export type DecimalMark = '.' | ',';

type NumberShape =
  /** `proves`: which mark stands before decimals, where the number leaves no other way */
  { kind: 'one'; value: number; proves?: DecimalMark } | { kind: 'either'; ifPoint: number; ifComma: number };

/** Undefined where it is no number that a person or a spreadsheet would write. */
export function numberShape(text: string): NumberShape | undefined {
  const plain = normalised(text);
  const match = /^([+-]?)(.*)$/s.exec(plain);
  const shape = bodyShape(match?.[2] ?? '');
  return shape && match?.[1] === '-' ? negated(shape) : shape;
}

/** ASCII digits; `_` for marks that can only stand between thousands; Arabic's own marks are unambiguous. */
const normalised = (text: string): string =>
  latinDigits(text.replace(invisible, ''))
    .normalize('NFKC')
    .trim()
    .replace(/^([+\-\u2212\u2010-\u2015\uFE63])\s*/, (_, sign: string) => (sign === '+' ? '+' : '-'))
    .replace(/[\s'\u2019\u02BC`\u00B4\u066C]/g, '_')
    .replace(/\u066B/g, '.\u066B')
    .replace(/\u060C/g, ',');

function bodyShape(body: string): NumberShape | undefined {
  if (body.includes('\u066B')) return arabicShape(body);
  if (/^\d+$/.test(body)) return one(body);
  const exponent = /^(\d+)(?:[.,](\d+))?[eE]([+-]?\d{1,3})$/.exec(body);
  if (exponent) return one(`${exponent[1]}.${exponent[2] ?? 0}e${exponent[3]}`);
  if (!/^[\d.,_]*\d$/.test(body)) return undefined;
  const marks = new Set(body.replace(/\d/g, ''));
  const last = /[.,](?=\d*$)/.exec(body)?.[0];
  if (last === undefined) return grouped(body, '_');
  const others = [...marks].filter((mark) => mark !== last);
  if (others.length > 1) return undefined;
  const count = body.split(last).length - 1;
  if (others[0] !== undefined) return count === 1 ? mixed(body, last, others[0]) : undefined;
  return count > 1 ? grouped(body, last) : single(body, last);
}

/** `١٬٢٥٠٫٥`: both marks are unlike any other, so no column needs to settle them. */
function arabicShape(body: string): NumberShape | undefined {
  const [whole = '', decimals = '', ...more] = body.split('.\u066B');
  if (more.length > 0 || !/^\d*$/.test(decimals) || decimals === '') return undefined;
  const value = /^\d*$/.test(whole) ? { value: Number(whole) } : grouped(whole, '_');
  return value && one(`${'value' in value ? value.value : 0}.${decimals}`);
}

/** Groups of three, or as in India: a group of three, and groups of two before it. */
const western = /^\d{1,3}(?:_\d{3})+$/;
const indian = /^\d{1,2}(?:_\d{2})*_\d{3}$/;
const isGrouped = (text: string): boolean => !/^0_/.test(text) && (western.test(text) || indian.test(text));

function grouped(body: string, mark: string): NumberShape | undefined {
  const text = body.replaceAll(mark, '_');
  if (!isGrouped(text)) return undefined;
  return one(text.replaceAll('_', ''), mark === ',' ? '.' : mark === '.' ? ',' : undefined);
}

function mixed(body: string, decimal: string, group: string): NumberShape | undefined {
  const [whole = '', decimals = ''] = body.split(decimal);
  if (!isGrouped(whole.replaceAll(group, '_'))) return undefined;
  return one(`${whole.replaceAll(group, '')}.${decimals}`, decimal === '.' ? '.' : ',');
}

/** `1,250` can be both; `0,250`, `1250,500` and `12,5` cannot. */
function single(body: string, mark: string): NumberShape | undefined {
  const [whole = '', decimals = ''] = body.split(mark);
  const asDecimal = Number(`${whole}.${decimals}`);
  const decimal = mark === '.' ? '.' : ',';
  if (decimals.length !== 3 || !/^[1-9]\d{0,2}$/.test(whole)) return one(String(asDecimal), decimal);
  const asThousands = Number(whole + decimals);
  return decimal === '.'
    ? { kind: 'either', ifPoint: asDecimal, ifComma: asThousands }
    : { kind: 'either', ifPoint: asThousands, ifComma: asDecimal };
}

function one(text: string, proves?: DecimalMark): NumberShape | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? { kind: 'one', value, ...(proves && { proves }) } : undefined;
}

const negated = (shape: NumberShape): NumberShape =>
  shape.kind === 'one'
    ? { ...shape, value: shape.value === 0 ? 0 : -shape.value }
    : { ...shape, ifPoint: -shape.ifPoint, ifComma: -shape.ifComma };
