/** The plan of an import of sites: one row a store, by the codes of its site and its own. */
import { identityKey } from '../../same-identity';
import { textOfCell, type Cell } from '../../spreadsheet/cell';
import type { SheetRow } from '../../spreadsheet/table-file';
import { isPlainJson, type Json } from '../../json';
import type { Column } from '../column';
import { isWarning, type CellIssue } from '../import-issue';
import { planFile, type PlanRequest, type Reading, type RowTexts } from '../plan-file';
import type { CellChange, Planned, PlannedRow } from '../planned';
import { readCell } from '../reading/read-cell';
import { shapeIssues } from '../reading/row-shape';
import { siteColumns } from './columns';
import { regionsByName, type Places } from './regions-by-name';
import {
  facilityColumns,
  type FacilityColumn,
  type ImportedSite,
  type KnownRegion,
  type KnownSite,
  type SaidOfFacility,
} from './site-data';

interface SiteSubject {
  sites: readonly KnownSite[];
  regions: readonly KnownRegion[];
}

/** A store that is here already. */
interface Target {
  site: KnownSite;
  store: KnownSite['stores'][number];
}

export function planSites(
  request: PlanRequest,
  { sites, regions }: SiteSubject,
): Promise<Planned<ImportedSite>> {
  const byCode = new Map(sites.map((site) => [identityKey(site.code), site]));
  const places = regionsByName(regions);
  const target = (texts: RowTexts): Target | undefined => {
    const siteCode = texts.get('siteCode') ?? '';
    const site = byCode.get(identityKey(siteCode));
    const wanted = identityKey(texts.get('storeCode') ?? siteCode);
    const store = site?.stores.find(({ code }) => identityKey(code) === wanted);
    return site && store && { site, store };
  };
  return planFile<ImportedSite, Target>(request, {
    known: siteColumns,
    keys: [['siteCode']],
    write: (column, one) => written(column, one, places),
    target,
    plan: async (reading) => {
      const names = new Map<string, string>();
      const seen = new Map<string, number>();
      const rows: PlannedRow<ImportedSite>[] = [];
      for (const [at, row] of reading.rows.entries()) {
        rows.push(planRow({ reading, byCode, places, names, seen }, row, reading.targets[at]));
        await reading.pause(rows.length);
      }
      return { rows, questions: [] };
    },
  });
}

/** What is here, as an export would write it. */
function written({ id }: Column, { site, store }: Target, { byId }: Places): Cell {
  const { regionId } = site.facility;
  const own: Record<string, unknown> = {
    ...site.facility,
    ...{ siteCode: site.code, siteName: site.name, storeCode: store.code, storeName: store.name },
    regionId: typeof regionId === 'string' ? (byId.get(regionId)?.name ?? regionId) : null,
  };
  const value = own[id];
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

interface Planning {
  reading: Reading<Target>;
  byCode: ReadonlyMap<string, KnownSite>;
  places: Places;
  /** of each site of the file, as its first row writes it */
  names: Map<string, string>;
  /** lines, by site and store */
  seen: Map<string, number>;
}

function planRow(planning: Planning, row: SheetRow, target: Target | undefined): PlannedRow<ImportedSite> {
  const { reading, places } = planning;
  const { texts, issues } = textsOf(reading, row);
  const record = recordOf(planning, texts, facilityIn(texts, places, issues));
  issues.push(...repeated(planning, record, row.line), ...nameStays(target, texts));
  const changes = target ? changesOf(target, record, places) : [];
  const isWrong = issues.some((issue) => !isWarning(issue));
  return {
    ...{ line: row.line, cells: row.cells, record, changes, issues },
    outcome: isWrong ? 'wrong' : !target ? 'new' : changes.length > 0 ? 'changed' : 'same',
    stored: Object.fromEntries(texts),
    values: valuesOf(record),
  };
}

/** The texts of a row by column, and the faults of its cells. */
function textsOf(
  { inFile, manner, now, heading, kind }: Reading<Target>,
  row: SheetRow,
): { texts: Map<string, string>; issues: CellIssue[] } {
  const issues: CellIssue[] = [...shapeIssues(row, heading, kind)];
  const texts = new Map<string, string>();
  for (const { column, at } of inFile) {
    const { value, issue } = readCell(column, row.cells[at] ?? null, { manner: manner(column), now });
    if (issue) issues.push({ column: column.id, code: issue });
    const text = textOfCell(value ?? null);
    if (text !== '') texts.set(column.id, text);
  }
  for (const { id } of siteColumns.filter(({ required }) => required))
    if (!inFile.some(({ column }) => column.id === id)) issues.push({ column: id, code: 'missing' });
  return { texts, issues };
}

function facilityIn(texts: ReadonlyMap<string, string>, places: Places, issues: CellIssue[]): SaidOfFacility {
  const facility: SaidOfFacility = {};
  const region = texts.get('regionId');
  const place = region === undefined ? undefined : places.named(region);
  if (region !== undefined && !place) issues.push({ column: 'regionId', code: 'unknown-region' });
  if (place) facility.regionId = place.id;
  for (const field of facilityColumns) {
    const text = texts.get(field);
    if (text === undefined) continue;
    const value = valueOf(field, text);
    if (value === undefined) issues.push({ column: field, code: 'not-a-number' });
    else facility[field] = value;
  }
  return facility;
}

function valueOf(field: FacilityColumn, text: string): string | number | undefined {
  if (field === 'latitude') return degrees(text, 90);
  return field === 'longitude' ? degrees(text, 180) : text;
}

/** A decimal comma or point; undefined for what is not on the globe. */
function degrees(text: string, most: number): number | undefined {
  const number = Number(text.replace(',', '.').replace('−', '-'));
  return Number.isFinite(number) && Math.abs(number) <= most ? number : undefined;
}

/** A site has one name: that of its first row. A row without a store is of the store that bears the code of its site. */
function recordOf(
  { names, byCode }: Planning,
  texts: ReadonlyMap<string, string>,
  facility: SaidOfFacility,
): ImportedSite {
  const code = texts.get('siteCode') ?? '';
  const name = names.get(identityKey(code)) ?? texts.get('siteName') ?? '';
  if (code !== '' && name !== '') names.set(identityKey(code), name);
  return {
    site: { code, name },
    store: { code: texts.get('storeCode') ?? code, name: texts.get('storeName') ?? name },
    facility,
    nameThen: byCode.get(identityKey(code))?.name ?? null,
  };
}

/** A store that is here keeps its name, whatever a list says: the person who looks is not left to guess so. */
function nameStays(target: Target | undefined, texts: ReadonlyMap<string, string>): CellIssue[] {
  const name = texts.get('storeName');
  if (!target || name === undefined || name === target.store.name) return [];
  return [{ column: 'storeName', code: 'name-stays', data: { value: target.store.name } }];
}

function repeated({ seen }: Planning, { site, store }: ImportedSite, line: number): CellIssue[] {
  if (site.code === '') return [];
  const mark = `${identityKey(site.code)}\n${identityKey(store.code)}`;
  const before = seen.get(mark);
  if (before === undefined) seen.set(mark, line);
  return before === undefined ? [] : [{ column: 'storeCode', code: 'same-row', data: { row: before } }];
}

function changesOf({ site }: Target, record: ImportedSite, { byId }: Places): CellChange[] {
  const changes: CellChange[] = [];
  if (record.site.name !== '' && record.site.name !== site.name)
    changes.push({ column: 'siteName', from: site.name, to: record.site.name });
  for (const [field, value] of Object.entries(record.facility)) {
    const before = site.facility[field];
    if (before === value) continue;
    const say = (one: unknown): Cell =>
      typeof one === 'string'
        ? field === 'regionId'
          ? (byId.get(one)?.name ?? one)
          : one
        : typeof one === 'number'
          ? one
          : null;
    changes.push({ column: field, from: say(before), to: say(value) });
  }
  return changes;
}

const valuesOf = ({ site, store, facility }: ImportedSite): Record<string, Json> => ({
  ...{ siteCode: site.code, siteName: site.name, storeCode: store.code, storeName: store.name },
  ...Object.fromEntries(
    Object.entries(facility).filter((pair): pair is [string, string | number] => isPlainJson(pair[1])),
  ),
});
