/** Names of facilities and of models in a form in which they can be compared, however a ministry wrote them. */
import { searchKey } from '../../text-folding';

const wordsOf = (text: string): string =>
  searchKey(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Kinds of facilities as lists write them, in the languages of the app: each becomes one short word. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:centre|centro|center|ctr|cntr)(?: de)? (?:sante|salud|saude)(?: integre| primaire| communautaire)?\b/gu,
    'hc',
  ],
  [/\b(?:(?:primary|community|rural) )?health (?:care )?(?:centre|center|ctr|cntr|facility)\b/gu, 'hc'],
  [/\b(?:csi|csps|cscom|c s|cs|chc|phc|h c)\b/gu, 'hc'],
  [/\b(?:poste|puesto|posto) de (?:sante|salud|saude)\b|\bhealth (?:post|unit)\b|\bp s\b|\bps\b/gu, 'hp'],
  [/\b(?:hopital|hospital|hosp|hop|hpt|hopt)\b/gu, 'hosp'],
  [/\b(?:dispensaire|dispensary|dispensario|disp)\b/gu, 'disp'],
  [/\b(?:district|distrital|distrito|dist)\b/gu, 'dist'],
  [/\b(?:regional|regionale|provincial|general|generale|gen)\b/gu, 'reg'],
  [/\b(?:saint|sainte|santo|santa|ste|st|sta)\b/gu, 'st'],
];

/** Words that do not tell one facility from another. */
const silent = /\b(?:de|du|des|da|do|dos|das|del|la|le|les|el|los|of|the|d|l)\b/gu;

/** 'Centre de Santé de Mbanza' and 'C.S. MBANZA' have one form. */
export function placeName(text: string): string {
  let name = wordsOf(text);
  for (const [kind, short] of kinds) name = name.replace(kind, short);
  const short = name.replace(silent, ' ').replace(/\s+/g, ' ').trim();
  return short === '' ? name : short;
}

/** 'E003/007', 'e003-007' and 'PQS E003 007' have one form. */
export const codeLetters = (text: string): string =>
  searchKey(text)
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(/^(?:who)?pqs(?=[a-z]?\d)/, '');

const inCompanyNames =
  /\b(?:ltd|limited|inc|llc|gmbh|co|company|corp|corporation|group|as|a s|sarl|s a r l|sa|s a|pvt|plc|medical|solutions|systems|industries|international)\b/gu;

/** A maker without the endings that companies add to their names. */
export function makerName(text: string): string {
  const name = wordsOf(text);
  const short = name.replace(inCompanyNames, ' ').replace(/\s+/g, ' ').trim();
  return short === '' ? name : short;
}

/** A model: letters and digits part, so that 'MK-304' and 'MK 304' have one form. */
export const modelName = (text: string): string =>
  wordsOf(text)
    .replace(/(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, ' ')
    .replace(/\s+/g, ' ');
