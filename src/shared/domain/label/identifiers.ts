/** The GS1 application identifiers and how long their values are (facts: GS1 General Specifications, section 3). */
import { otherIdentifier } from './other-identifiers';

export interface Identifier {
  /** the field's name, in the words of a label */
  name: LabelField;
  /** characters of its value: exactly, or at most when `variable` */
  length: number;
  /** ends at FNC1 or at the end of the label */
  variable: boolean;
  digitsOnly: boolean;
  /** the number of leading digits whose last one is a check digit */
  checked?: number;
}

export type LabelField =
  | 'gtin'
  | 'productionDate'
  | 'expiryDate'
  | 'batch'
  | 'serialNumber'
  | 'secondSerialNumber'
  | 'productCode'
  | 'locationNumber'
  | 'lengthMetres'
  | 'widthMetres'
  | 'heightMetres'
  | 'returnableAssetId'
  | 'individualAssetId'
  | 'modelNumber'
  | 'version'
  | 'warranty'
  | 'links'
  | 'other';

const fixed = (name: LabelField, length: number, checked?: number): Identifier => ({
  name,
  length,
  variable: false,
  digitsOnly: true,
  ...(checked !== undefined && { checked }),
});
const upTo = (name: LabelField, length: number): Identifier => ({
  name,
  length,
  variable: true,
  digitsOnly: false,
});

const named: Record<string, Identifier> = {
  '01': fixed('gtin', 14, 14),
  '11': fixed('productionDate', 6),
  '17': fixed('expiryDate', 6),
  '10': upTo('batch', 20),
  '21': upTo('serialNumber', 20),
  '250': upTo('secondSerialNumber', 30),
  '22': upTo('productCode', 20),
  '240': upTo('productCode', 30),
  '241': upTo('productCode', 30),
  '414': fixed('locationNumber', 13, 13),
  '8003': { ...upTo('returnableAssetId', 30), checked: 14 },
  '8004': upTo('individualAssetId', 30),
  '8013': upTo('modelNumber', 25),
  '90': upTo('version', 30),
  '91': upTo('warranty', 90),
  '92': upTo('links', 90),
};

const measures: Record<string, LabelField> = {
  '311': 'lengthMetres',
  '312': 'widthMetres',
  '313': 'heightMetres',
};

/** The number of digits of the identifier at the head of `text`. */
function widthOf(text: string): number {
  const head = text.slice(0, 2);
  if (/^(3[1-69]|70|8[0-2]|43|72)/.test(head)) return 4;
  return /^(2[3-5]|4[0-2]|71)/.test(head) ? 3 : 2;
}

/** The identifier that `text` begins with; undefined where GS1 has none that begins so. */
export function identifierAt(text: string): { ai: string; identifier: Identifier } | undefined {
  const ai = text.slice(0, widthOf(text));
  if (!/^\d{2,4}$/.test(ai) || ai.length !== widthOf(text)) return undefined;
  const identifier = named[ai] ?? measure(ai) ?? otherIdentifier(ai);
  return identifier && { ai, identifier };
}

function measure(ai: string): Identifier | undefined {
  const name = measures[ai.slice(0, 3)];
  return name && /^31[123][0-5]$/.test(ai) ? fixed(name, 6) : undefined;
}
