/**
 * Reads the text of a GS1 label (DataMatrix, QR, Code 128): as a scanner sends it, with its prefix and FNC1, or in the
 * bracketed form that people read, "(01)…(21)…". Labels come from outside: whatever is wrong is said, never thrown.
 */
import { accepted, refused, type Result } from '../../result';
import { identifierAt, type Identifier } from './identifiers';

/** One element of a label: application identifier and value. */
export interface Element {
  ai: string;
  identifier: Identifier;
  value: string;
}

const FNC1 = '\u001d';
const SCANNER_PREFIX = /^\](?:d2|Q3|C1)/;
/** a label has at most a few hundred characters; longer text is not one */
const MAX_LENGTH = 2000;

/** The elements of a label in the order they stand. */
export function readElements(scanned: string): Result<Element[]> {
  const text = bare(scanned.slice(0, MAX_LENGTH + 1));
  if (text === '') return refused({ code: 'label-empty' });
  if (text.length > MAX_LENGTH) return refused({ code: 'label-not-gs1' });
  return text.startsWith('(') ? readBracketed(text) : readRaw(text);
}

/** The text without what scanners put before it. */
const bare = (scanned: string): string =>
  withoutFnc1(scanned.replace(/^\ufeff/, '').replace(SCANNER_PREFIX, '')).trimEnd();

function withoutFnc1(text: string): string {
  let start = 0;
  while (text[start] === FNC1) start++;
  return text.slice(start);
}

function readRaw(text: string): Result<Element[]> {
  const elements: Element[] = [];
  let rest = text;
  while (rest !== '') {
    const found = identifierAt(rest);
    if (!found) return refused({ code: 'label-not-gs1' });
    const after = rest.slice(found.ai.length);
    const value = found.identifier.variable ? upToFnc1(after) : after.slice(0, found.identifier.length);
    const element = checkElement(found.ai, found.identifier, value);
    if (!element.ok) return element;
    elements.push(element.value);
    rest = withoutFnc1(after.slice(value.length));
  }
  return accepted(elements);
}

function upToFnc1(text: string): string {
  const end = text.indexOf(FNC1);
  return end === -1 ? text : text.slice(0, end);
}

/** In the bracketed form a bracket may also stand inside a value: only digits that are an identifier begin a new element. */
function readBracketed(text: string): Result<Element[]> {
  const heads = [...text.matchAll(/\((\d{2,4})\)/g)].filter(
    (match) => identifierAt(match[1] ?? '')?.ai === match[1],
  );
  if (heads[0]?.index !== 0) return refused({ code: 'label-not-gs1' });
  const elements: Element[] = [];
  for (const [index, head] of heads.entries()) {
    const value = text
      .slice(head.index + head[0].length, heads[index + 1]?.index)
      .replaceAll(FNC1, '')
      .trim();
    const found = identifierAt(head[1] ?? '');
    if (!found) return refused({ code: 'label-not-gs1' });
    const element = checkElement(found.ai, found.identifier, value);
    if (!element.ok) return element;
    elements.push(element.value);
  }
  return accepted(elements);
}

function checkElement(ai: string, identifier: Identifier, value: string): Result<Element> {
  const data = { ai };
  if (value === '' || (!identifier.variable && value.length < identifier.length))
    return refused({ code: 'label-cut-off', data });
  if (value.length > identifier.length) return refused({ code: 'label-bad-value', data });
  if (identifier.digitsOnly && !/^\d+$/.test(value)) return refused({ code: 'label-bad-value', data });
  if ((ai === '01' || ai === '414') && !hasCheckDigit(value))
    return refused({ code: 'label-bad-check-digit', data });
  return accepted({ ai, identifier, value });
}

/** The last digit of a GTIN or GLN makes the sum, weighted 3 and 1 from the right, a multiple of ten. */
export function hasCheckDigit(digits: string): boolean {
  const weighted = [...digits]
    .reverse()
    .reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return weighted % 10 === 0;
}
