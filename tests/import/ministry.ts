/**
 * A ministry's workbook of cold chain equipment, made up with the faults of real ones. It has title rows that are merged, a sheet of notes
 * before the list, facilities spelt otherwise, three languages for one status, dates of three kinds, codes and makers as people write them,
 * failed cells, blank rows and a total at the end. The same seed makes the same file.
 */
import { strToU8, zipSync } from 'fflate';

export interface Facility {
  code: string;
  name: string;
  nationalId: string;
  region: string;
}

export interface Model {
  code: string;
  manufacturer: string;
  model: string;
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = <One>(from: readonly One[], at: number): One =>
  from[Math.floor(at * from.length)] ?? (from[0] as One);

export const regions = [
  ...['Kongo Central', 'Kinshasa', 'Équateur', 'Haut-Uélé', 'Kasaï Oriental'],
  ...['Lualaba', 'Maniema', 'Nord-Kivu', 'Sankuru', 'Tshopo'],
] as const;

const syllables =
  'ba be bo bu da di do ka ki ko ku la li lo lu ma mba mbu mo mu na ndi ngo nya sa si so ta ti to tshi wa ya za zo'.split(
    ' ',
  );

/** Every facility has a name that no other of its region has. */
export function facilitiesOf(count: number, seed = 1): Facility[] {
  const next = chance(seed);
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, at) => {
    const region = regions[at % regions.length] ?? regions[0];
    let place: string;
    do {
      place = Array.from({ length: 3 + Math.floor(next() * 2) }, () => pick(syllables, next())).join('');
    } while (taken.has(place));
    taken.add(place);
    const name = place.charAt(0).toUpperCase() + place.slice(1);
    const kind = pick(['Centre de Santé de ', 'Poste de Santé de ', 'Hôpital Général de ', 'CS '], next());
    return {
      code: `F${String(at + 1).padStart(5, '0')}`,
      name: `${kind}${name}`,
      nationalId: `${10 + (at % regions.length)}-${String(at + 1).padStart(5, '0')}`,
      region,
    };
  });
}

/** As somebody wrote it who knew the place and not the list. */
function otherwise(name: string, next: () => number): string {
  const short = name
    .replace('Centre de Santé de ', pick(['C.S. ', 'CS ', 'Centre de sante ', 'CENTRE DE SANTE DE '], next()))
    .replace('Poste de Santé de ', pick(['P.S. ', 'Poste de sante ', 'PS '], next()))
    .replace('Hôpital Général de ', pick(['Hop. Gén. ', 'HOPITAL GENERAL ', 'Hôpital général '], next()));
  if (next() < 0.5) return short.toUpperCase();
  if (next() < 0.15) {
    const at = short.length - 2 - Math.floor(next() * 3);
    return short.slice(0, at) + short.slice(at + 1);
  }
  return short;
}

const statuses = [
  ...['Fonctionnel', 'Fonctionnel', 'Fonctionnel', 'Functional', 'Functioning', 'FONCTIONNEL ', 'En marche'],
  ...['Non fonctionnel', 'Not working', 'En panne', 'No funciona', 'À réparer', 'Hors service', 'En stock'],
] as const;
const causes = ['Compresseur', 'Pas d’énergie', 'Thermostat', 'Attente technicien', ''] as const;

export interface MinistryOptions {
  rows: number;
  facilities: readonly Facility[];
  models: readonly Model[];
  seed?: number;
  /** the list a year later: some statuses and donors changed */
  isLater?: boolean;
  /** sheets over which the list is spread, one after another; default: one */
  sheets?: number;
}

type Cell = string | number | { serial: number };

export function ministryRows({
  rows,
  facilities,
  models,
  seed = 7,
  isLater = false,
}: MinistryOptions): Cell[][] {
  const next = chance(seed);
  return Array.from({ length: rows }, (_, at): Cell[] => {
    const facility = facilities[at % facilities.length] ?? pick(facilities, 0);
    const model = pick(models, next());
    const named = next() < 0.4 ? facility.name : otherwise(facility.name, next);
    const nationalId = next() < 0.6 ? facility.nationalId : '';
    const coded = next();
    const code = coded < 0.5 ? codeOtherwise(model.code, coded) : '';
    const serial = `SN${31_000 + at * 7}`;
    const status = pick(statuses, next());
    const cause = /Non|Not|panne|No f|Hors/.test(status) ? pick(causes, next()) : '';
    const day = 40_000 + Math.floor(next() * 4000);
    const kind = next();
    const date =
      kind < 0.4
        ? { serial: day }
        : kind < 0.75
          ? dayFirst(day)
          : kind < 0.97
            ? iso(day)
            : String(2009 + (at % 10));
    const given = pick(['Gavi', 'UNICEF', '', 'MSP'], next());
    const donor = isLater && at % 50 === 0 ? 'Banque mondiale' : given;
    return [
      at + 1,
      facility.region.toUpperCase(),
      nationalId,
      named,
      `INV/${String(at + 1).padStart(6, '0')}`,
      code,
      next() < 0.5 ? model.manufacturer : model.manufacturer.toUpperCase(),
      next() < 0.1 ? model.model.replace(/[ -]/, '') : model.model,
      next() < 0.02 ? `\u00A0${serial}\u200B` : serial,
      isLater && at % 40 === 0 ? 'Réformé' : status,
      cause,
      date,
      next() < 0.005 ? '#N/A' : donor,
    ];
  });
}

const codeOtherwise = (code: string, at: number): string =>
  at < 0.3 ? code : at < 0.4 ? code.replace('/', '-') : `PQS ${code.replace('/', ' / ')}`;

const dateOf = (serial: number): Date => new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000);
const iso = (serial: number): string => dateOf(serial).toISOString().slice(0, 10);
const dayFirst = (serial: number): string => iso(serial).split('-').reverse().join('/');

export const ministryHeadings = [
  ...['N°', 'Région', 'Code FOSA', 'Formation sanitaire', 'N° inventaire', 'Code PQS', 'Marque', 'Modèle'],
  ...['N° de série', 'État', 'Cause de la panne', 'Date d’installation', 'Bailleur'],
];

/** An XLSX file: notes on the first sheet; on the second two merged titles, a line of groups, the headings, the rows and a total. */
export function ministryWorkbook(options: MinistryOptions): Uint8Array {
  const all = ministryRows(options);
  const { sheets: count = 1 } = options;
  const size = Math.ceil(all.length / count);
  const last = 'M';
  const listOf = (rows: readonly Cell[][]): Cell[][] => [
    ['MINISTÈRE DE LA SANTÉ PUBLIQUE'],
    ['Inventaire national des équipements de la chaîne du froid'],
    [],
    ['', 'Localisation', '', '', 'Équipement'],
    ministryHeadings,
    ...rows.flatMap((row, at) => (at % 997 === 996 ? [[], row] : [row])),
    [],
    ['', '', '', 'TOTAL', rows.length],
  ];
  const notes: Cell[][] = [['À lire'], ['Rempli par la Direction du PEV'], ['Ne pas modifier les titres']];
  const lists = Array.from({ length: count }, (_, at) => listOf(all.slice(at * size, (at + 1) * size)));
  const merged = [`A1:${last}1`, `A2:${last}2`, 'B4:D4', `E4:${last}4`];
  return zipSync(
    Object.fromEntries(
      Object.entries({
        '[Content_Types].xml': typesOf(count + 1),
        '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
        'xl/workbook.xml': workbookOf(count),
        'xl/_rels/workbook.xml.rels': relations([
          ['worksheet', 'worksheets/sheet1.xml'],
          ...lists.map((__, at) => ['worksheet', `worksheets/sheet${at + 2}.xml`] as const),
          ['styles', 'styles.xml'],
        ]),
        'xl/styles.xml': styles,
        'xl/worksheets/sheet1.xml': sheetOf(notes, []),
        ...Object.fromEntries(
          lists.map((list, at) => [`xl/worksheets/sheet${at + 2}.xml`, sheetOf(list, merged)] as const),
        ),
      }).map(([name, text]) => [name, strToU8(text)]),
    ),
    { level: 1 },
  );
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const typesOf = (sheets: number): string =>
  `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/>${Array.from({ length: sheets }, (_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${spreadsheet}.worksheet+xml"/>`).join('')}</Types>`;
const workbookOf = (lists: number): string =>
  `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="À lire" sheetId="1" r:id="rId1"/>${Array.from({ length: lists }, (_, at) => `<sheet name="Inventaire 2024${at === 0 ? '' : ` (${at + 1})`}" sheetId="${at + 2}" r:id="rId${at + 2}"/>`).join('')}</sheets></workbook>`;
/** Cells of the second style are days. */
const styles = `${head}<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`;

const relations = (of: readonly (readonly [string, string])[]): string =>
  `${head}<Relationships xmlns="${packages}/relationships">${of
    .map(
      ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${office}/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function sheetOf(rows: readonly (readonly Cell[])[], merged: readonly string[]): string {
  const cellOf = (cell: Cell, at: string): string => {
    if (cell === '') return '';
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
    if (typeof cell === 'object') return `<c r="${at}" s="1"><v>${cell.serial}</v></c>`;
    if (cell.startsWith('#')) return `<c r="${at}" t="e"><v>${cell}</v></c>`;
    return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  };
  const body = rows
    .map((row, line) => {
      const cells = row.map((cell, column) => cellOf(cell, `${String.fromCharCode(65 + column)}${line + 1}`));
      return `<row r="${line + 1}">${cells.join('')}</row>`;
    })
    .join('');
  const merges = merged.map((range) => `<mergeCell ref="${range}"/>`).join('');
  return `${head}<worksheet xmlns="${main}"><sheetData>${body}</sheetData>${
    merged.length > 0 ? `<mergeCells count="${merged.length}">${merges}</mergeCells>` : ''
  }</worksheet>`;
}
