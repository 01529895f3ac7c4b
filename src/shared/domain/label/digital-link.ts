/** A label as a web address, GS1 Digital Link: `https://any.host/any/path/01/<GTIN>/21/<serial number>?11=…`. */

/** The identifiers that an address may be about, and those that may follow them in its path (GS1 Digital Link URI Syntax, 4). */
const keys = new Set(['00', '01', '253', '255', '401', '402', '414', '417', '8003', '8004', '8006', '8010', '8013', '8017', '8018']); // prettier-ignore
const qualifiers = new Set(['22', '10', '21', '235', '254', '7040', '8011', '8019', '8020']);

/** Names that the first version of the standard had for them. */
const namesOf: Readonly<Record<string, string>> = {
  gtin: '01',
  cpv: '22',
  lot: '10',
  ser: '21',
  grai: '8003',
  giai: '8004',
  gln: '414',
  exp: '17',
};

/** Identifier and value of each part of the address that is GS1's; undefined where it is no web address, empty where it is another. */
export function digitalLinkPairs(text: string): [string, string][] | undefined {
  const [, path = '', query = ''] = /^https?:\/\/[^/?#]+([^?#]*)(?:\?([^#]*))?/i.exec(text) ?? [];
  if (!/^https?:\/\//i.test(text)) return undefined;
  const inPath = pathPairs(path.split('/').map(decoded));
  if (inPath.length === 0) return [];
  const inQuery = query.split(/[&;]/).map(queryPair);
  return [...inPath, ...inQuery.filter(([ai]) => /^\d{2,4}$/.test(ai))].map(wholeGtin);
}

function queryPair(part: string): [string, string] {
  const at = part.indexOf('=');
  return at === -1 ? ['', ''] : [numberOf(decoded(part.slice(0, at))), decoded(part.slice(at + 1))];
}

const numberOf = (name: string): string => namesOf[name.toLowerCase()] ?? name;

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The pairs at the end of the path: the host's own path may stand before them. */
function pathPairs(segments: readonly string[]): [string, string][] {
  const parts = segments.filter((segment, index) => segment !== '' || index < segments.length - 1);
  for (let start = parts.length % 2; start < parts.length; start += 2) {
    const pairs: [string, string][] = [];
    for (let at = start; at + 1 < parts.length; at += 2)
      pairs.push([numberOf(parts[at] ?? ''), parts[at + 1] ?? '']);
    const [first, ...others] = pairs;
    if (first && keys.has(first[0]) && others.every(([ai]) => qualifiers.has(ai))) return pairs;
  }
  return [];
}

/** The first version of the standard let an address hold a GTIN of 8, 12 or 13 digits. */
const wholeGtin = ([ai, value]: [string, string]): [string, string] =>
  ai === '01' && /^(?:\d{8}|\d{12}|\d{13})$/.test(value) ? [ai, value.padStart(14, '0')] : [ai, value];
