/**
 * Doubt about a value that may hold more than one: where a scanner drops the separators of a label, a serial number swallows
 * the text after it. Where the end of a value could be elements of its own, nobody but the person before the plate knows.
 */
import { accepted, type Result } from '../../result';
import { checkElement, hasCheckDigit, type Element, type Elements } from './gs1';
import { identifierAt } from './identifiers';

/** A short value that ends like an element does so by chance; a longer one hardly ever. */
const LONG = 10;
/** The least characters of a batch or a serial number, for its end to be taken for one. */
const LEAST = 3;

const isDay = (yymmdd: string): boolean => {
  const month = Number(yymmdd.slice(2, 4));
  return month >= 1 && month <= 12 && Number(yymmdd.slice(4)) <= 31;
};
const isPqsCode = (value: string): boolean => /^[A-Z]\d{3}[/-]?\d{3}/i.test(value);

/** Elements that are known by their value: one that has another value is none. */
const strict: Readonly<Record<string, (value: string) => boolean>> = {
  '01': hasCheckDigit,
  '11': isDay,
  '12': isDay,
  '13': isDay,
  '15': isDay,
  '16': isDay,
  '17': isDay,
  '414': hasCheckDigit,
  '8003': (value) => value.startsWith('0'),
  '91': (value) => /^\d{6}-\d{6}$/.test(value),
  '92': (value) => /^https?:/i.test(value),
  '311': () => true,
};
/** Elements that nearly any text would do for. */
const loose = new Set(['10', '21', '22', '240', '241', '250', '8004', '8013', '90']);

/** The other readings of a label whose last value may hold more than one; none where there is no doubt. */
export function otherReadings({ elements, unseparated }: Elements): Element[][] {
  const last = elements.at(-1);
  if (!unseparated || !last) return [];
  const before = elements.slice(0, -1);
  const readings: Element[][] = [];
  for (let end = 1; end <= last.value.length - 3; end++) {
    const tail = tailOf(last.value.slice(end), new Set(elements.map(({ ai }) => ai)));
    if (!tail || !isDoubtful(last, tail, elements)) continue;
    const head = checkElement(last.ai, last.identifier, last.value.slice(0, end));
    if (head.ok) readings.push(...perLabel([...before, head.value, ...tail]));
  }
  return readings;
}

/** A scanner that sends no key at the end types a label after the other: each GTIN begins a label. */
function perLabel(elements: readonly Element[]): Element[][] {
  const labels: Element[][] = [];
  for (const element of elements) {
    if (element.ai === '01' || labels.length === 0) labels.push([]);
    labels.at(-1)?.push(element);
  }
  return labels;
}

/** Elements that a text is made of, none of a kind that stands already. The last of them takes all that is left. */
function tailOf(text: string, taken: ReadonlySet<string>): Element[] | undefined {
  if (text === '') return [];
  const element = elementAt(text);
  if (!element.ok || !element.value) return undefined;
  const { ai, value } = element.value;
  const twoLabels = ai === '01';
  if (taken.has(ai) && !twoLabels) return undefined;
  const rest = tailOf(text.slice(ai.length + value.length), twoLabels ? new Set() : new Set([...taken, ai]));
  return rest && [element.value, ...rest];
}

function elementAt(text: string): Result<Element | undefined> {
  const found = identifierAt(text);
  if (!found || !(loose.has(found.ai) || strict[kindOf(found.ai)])) return accepted(undefined);
  const { ai, identifier } = found;
  const after = text.slice(ai.length);
  return checkElement(ai, identifier, identifier.variable ? after : after.slice(0, identifier.length));
}

const kindOf = (ai: string): string => (/^31[123]\d$/.test(ai) ? '311' : ai);

const isTelling = ({ ai, value }: Element): boolean =>
  strict[kindOf(ai)]?.(value) ?? ((ai === '240' || ai === '241') && isPqsCode(value));

function isDoubtful(last: Element, tail: readonly Element[], elements: readonly Element[]): boolean {
  if (tail.some((element) => strict[kindOf(element.ai)] && !isTelling(element))) return false;
  if (tail.some(isTelling)) return true;
  if (tail.some(({ value }) => value.length < LEAST)) return false;
  const lacksSerial = !elements.some(({ ai }) => ai === '21') && tail.some(({ ai }) => ai === '21');
  return lacksSerial || last.value.length >= LONG;
}
