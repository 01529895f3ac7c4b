/**
 * Reads the text of a GS1 label (DataMatrix, QR, Code 128): as a scanner sends it, with its prefix and FNC1, in the bracketed
 * form that people read, "(01)…(21)…", or as a web address (GS1 Digital Link). Labels come from outside: faults are returned,
 * never thrown.
 */
import { accepted, refused, type Result } from '../../result';
import { digitalLinkPairs } from './digital-link';
import { identifierAt, type Identifier, type LabelField } from './identifiers';
import { foreignSign, SEPARATOR, standIn, withSeparators } from './separators';

/** One element of a label: application identifier and value. */
export interface Element {
  ai: string;
  identifier: Identifier;
  value: string;
}

export interface Elements {
  elements: Element[];
  /** the last value was ended by nothing but the end of a text that has no separator at all: it may hold more than one */
  unseparated: boolean;
}

const SCANNER_PREFIX = /^\](?:d2|Q3|C1|e0|J1)/;
/** a label has at most a few hundred characters; longer text is not one */
const MAX_LENGTH = 2000;

/** The elements of a label in the order they stand. */
export function readElements(scanned: string): Result<Elements> {
  const text = bare(scanned.slice(0, MAX_LENGTH + 1));
  if (text === '') return refused({ code: 'label-empty' });
  if (text.length > MAX_LENGTH) return refused({ code: 'label-not-gs1' });
  const pairs = digitalLinkPairs(text);
  if (pairs) return readPairs(pairs);
  return text.startsWith('(') ? readPairs(bracketed(text)) : readSent(text);
}

/** The text without the signs that scanners put before and after it. A byte-order mark may be the code's own, behind the prefix. */
const bare = (scanned: string): string =>
  withoutSeparator(withoutMark(withoutMark(scanned).replace(SCANNER_PREFIX, ''))).trimEnd();

const withoutMark = (text: string): string => text.replace(/^\ufeff/, '');

function withoutSeparator(text: string): string {
  let start = 0;
  while (text[start] === SEPARATOR) start++;
  return text.slice(start);
}

/** Reads a text from a scanner. A sign replaces the separator where all that follows it then fits; else the refusal names the sign. */
function readSent(text: string): Result<Elements> {
  const separated = readRaw(withSeparators(text));
  if (separated.ok) return separated;
  const sign = standIn(text);
  if (sign === undefined) return separated;
  const asSent = readRaw(text);
  if (asSent.ok || !identifierAt(text)) return asSent;
  return refused({ code: 'label-foreign-sign', data: { sign } });
}

function readRaw(text: string): Result<Elements> {
  const elements: Element[] = [];
  let rest = withoutSeparator(text);
  while (rest !== '') {
    const found = identifierAt(rest);
    if (!found) return refused({ code: 'label-not-gs1' });
    const after = rest.slice(found.ai.length);
    const value = found.identifier.variable
      ? upToSeparator(after)
      : upToSeparator(after).slice(0, found.identifier.length);
    const element = checkElement(found.ai, found.identifier, value);
    if (!element.ok) return element;
    elements.push(element.value);
    rest = withoutSeparator(after.slice(value.length));
  }
  const unseparated = !text.includes(SEPARATOR) && (elements.at(-1)?.identifier.variable ?? false);
  return accepted({ elements, unseparated });
}

function upToSeparator(text: string): string {
  const end = text.indexOf(SEPARATOR);
  return end === -1 ? text : text.slice(0, end);
}

/** In the bracketed form a bracket may also stand inside a value: only digits that are an identifier begin a new element. */
function bracketed(text: string): [string, string][] {
  const heads = [...text.matchAll(/\((\d{2,4})\)/g)].filter(
    (match) => identifierAt(match[1] ?? '')?.ai === match[1],
  );
  if (heads[0]?.index !== 0) return [];
  return heads.map((head, index) => {
    const value = text.slice(head.index + head[0].length, heads[index + 1]?.index);
    return [head[1] ?? '', value.replaceAll(SEPARATOR, '').trim()];
  });
}

/** Identifiers and values that stand apart, as in brackets or in a web address. */
function readPairs(pairs: readonly (readonly [string, string])[]): Result<Elements> {
  if (pairs.length === 0) return refused({ code: 'label-not-gs1' });
  const elements: Element[] = [];
  for (const [ai, value] of pairs) {
    const found = identifierAt(ai);
    if (found?.ai !== ai) return refused({ code: 'label-not-gs1' });
    const element = checkElement(ai, found.identifier, value);
    if (!element.ok) return element;
    elements.push(element.value);
  }
  return accepted({ elements, unseparated: false });
}

/**
 * The fields that name a piece. A sign that GS1 allows in none of them is no part of their value. Models and links are written
 * more freely.
 */
const naming = new Set<LabelField>([
  'serialNumber',
  'secondSerialNumber',
  'individualAssetId',
  'returnableAssetId',
  'batch',
]);

export function checkElement(ai: string, identifier: Identifier, value: string): Result<Element> {
  const data = { ai };
  const { variable, length, digitsOnly, checked } = identifier;
  if (value === '' || (!variable && value.length < length)) return refused({ code: 'label-cut-off', data });
  if (value.length > length) return refused({ code: 'label-bad-value', data });
  if (digitsOnly && !/^\d+$/.test(value)) return refused({ code: 'label-bad-value', data });
  const sign = naming.has(identifier.name) ? foreignSign(value) : undefined;
  if (sign !== undefined) return refused({ code: 'label-foreign-sign', data: { sign } });
  if (checked !== undefined && !hasCheckDigit(value.slice(0, checked)))
    return refused({ code: 'label-bad-check-digit', data });
  return accepted({ ai, identifier, value });
}

/** The last digit of a GTIN, GLN or SSCC makes the sum, weighted 3 and 1 from the right, a multiple of ten. */
export function hasCheckDigit(digits: string): boolean {
  const weighted = [...digits]
    .reverse()
    .reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return weighted % 10 === 0;
}
