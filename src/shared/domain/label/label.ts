/** The content of a label of a piece of equipment, in the words of an asset. */
import { accepted, type Result } from '../../result';
import { readElements, type Element } from './gs1';
import { otherReadings } from './run-together';
import type { LabelField } from './identifiers';

export interface Label {
  gtin?: string;
  serialNumber?: string;
  secondSerialNumber?: string;
  /** every product code on it: any of them may be the PQS code */
  productCodes: string[];
  batch?: string;
  /** YYYY-MM-DD; a day that the label leaves open is the first of its month */
  productionDate?: string;
  /** YYYY-MM-DD; a day that the label leaves open is the last of its month */
  expiryDate?: string;
  warrantyStart?: string;
  warrantyEnd?: string;
  modelNumber?: string;
  locationNumber?: string;
  returnableAssetId?: string;
  individualAssetId?: string;
  /** centimetres */
  dimensions: { length?: number; width?: number; height?: number };
  version?: string;
  links?: string;
  /**
   * Other readings of the text: a scanner that drops the separators makes one value of two. The person in front of the plate
   * is asked. Nothing of such a label is locked.
   */
  otherwise?: Label[];
}

/** Reads a scanned GS1 label; `now` (ms) settles the century of its two-digit years. Values that make no sense are left out. */
export function readLabel(scanned: string, now: number): Result<Label> {
  const elements = readElements(scanned);
  if (!elements.ok) return elements;
  const otherwise = otherReadings(elements.value).map((reading) => labelOf(reading, now));
  return accepted({
    ...labelOf(elements.value.elements, now),
    ...(otherwise.length > 0 && { otherwise }),
  });
}

function labelOf(elements: readonly Element[], now: number): Label {
  const label: Label = { productCodes: [], dimensions: {} };
  for (const element of elements) Object.assign(label, said(element, label, now));
  return label;
}

const texts = new Set<LabelField>([
  'gtin', 'serialNumber', 'secondSerialNumber', 'batch', 'modelNumber', 'locationNumber', 'returnableAssetId', 'individualAssetId', 'version', 'links',
]); // prettier-ignore

function said({ ai, identifier: { name }, value }: Element, label: Label, now: number): Partial<Label> {
  if (texts.has(name)) return { [name]: value };
  if (name === 'productCode') return { productCodes: [...label.productCodes, value] };
  if (name === 'productionDate' || name === 'expiryDate') return dateField(name, value, now);
  if (name === 'warranty') return warranty(value, now);
  return { dimensions: { ...label.dimensions, ...measured(name, ai, value) } };
}

function dateField(name: 'productionDate' | 'expiryDate', value: string, now: number): Partial<Label> {
  const date = readDate(value, now, name === 'expiryDate' ? 'last' : 'first');
  return date === undefined ? {} : { [name]: date };
}

/** Warranty as YYMMDD-YYMMDD. */
function warranty(value: string, now: number): Partial<Label> {
  const [, from, to] = /^(\d{6})-(\d{6})$/.exec(value) ?? [];
  if (from === undefined || to === undefined) return {};
  const [warrantyStart, warrantyEnd] = [readDate(from, now, 'first'), readDate(to, now, 'last')];
  return {
    ...(warrantyStart !== undefined && { warrantyStart }),
    ...(warrantyEnd !== undefined && { warrantyEnd }),
  };
}

function measured(name: LabelField, ai: string, value: string): Label['dimensions'] {
  const centimetres = (Number(value) / 10 ** Number(ai.slice(3))) * 100;
  const rounded = Math.round(centimetres * 100) / 100;
  if (name === 'lengthMetres') return { length: rounded };
  if (name === 'widthMetres') return { width: rounded };
  return name === 'heightMetres' ? { height: rounded } : {};
}

/** YYMMDD → YYYY-MM-DD: the year within fifty of now, as GS1 says; day 00 leaves the day open. */
export function readDate(yymmdd: string, now: number, openDay: 'first' | 'last'): string | undefined {
  const [, yy, mm, dd] = /^(\d{2})(\d{2})(\d{2})$/.exec(yymmdd) ?? [];
  if (yy === undefined || mm === undefined || dd === undefined) return undefined;
  const year = fullYear(Number(yy), new Date(now).getUTCFullYear());
  const month = Number(mm);
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = dd === '00' ? (openDay === 'first' ? 1 : lastDay) : Number(dd);
  if (month < 1 || month > 12 || day > lastDay) return undefined;
  return `${year}-${mm}-${String(day).padStart(2, '0')}`;
}

function fullYear(yy: number, thisYear: number): number {
  const century = thisYear - (thisYear % 100);
  const distance = yy - (thisYear % 100);
  if (distance >= 51) return century - 100 + yy;
  return distance <= -50 ? century + 100 + yy : century + yy;
}
