/** One row of a file: which asset it is, what it says of it, and what in it cannot be read. */
import type { ImportedAsset } from '#shared/commands/import-asset';
import type { StatusInput } from '#shared/commands/update-status';
import { functionalStatus } from '#shared/domain/fields';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { AssetRow } from '../../../replica/records';
import * as z from 'zod/mini';
import { folded, textOfCell, type Cells } from '../../../spreadsheet/cell';
import { propertyKey, type Column } from '../columns';
import type { CellIssue } from '../issue';
import type { Names } from '../names-of-records';
import { readCell, type SheetManner, type Value } from '../read-cell';
import { readName } from '../read-name';
import type { AssetData } from './asset-data';

export interface AssetRowContext {
  columns: readonly (Column | undefined)[];
  manner: SheetManner;
  names: Names;
  data: AssetData;
}

export interface AssetRowRead {
  target: AssetRow | undefined;
  input: ImportedAsset;
  problems: CellIssue[];
}

/** Said by the catalogue item where there is one. */
const ofItem = ['classId', 'categoryId', 'typeId', 'manufacturer', 'model'];

export function readAssetRow(context: AssetRowContext, cells: Cells): AssetRowRead {
  const { data, columns } = context;
  const problems: CellIssue[] = [];
  const texts = new Map(
    columns.flatMap((column, at) => (column ? [[column.id, textOfCell(cells[at] ?? null)] as const] : [])),
  );
  const storeId = storeOf(texts.get('storeId') ?? '', data, problems);
  const target = targetOf(texts, storeId, data);
  const item = itemOf(texts.get('catalogueItemId') ?? '', data, problems);
  const skipped = item ? [...readElsewhere, ...ofItem] : readElsewhere;
  const said = readCells(context, cells, { target, skipped, problems });
  if (texts.has('catalogueItemId')) said.set('catalogueItemId', item?.id ?? null);
  const status = statusOf({ texts, said, target, reasons: data.reasons, problems });
  const input = {
    ...(target && { id: target.id }),
    storeId: target?.storeId ?? storeId,
    values: valuesOf(said),
    ...(status && { status }),
  };
  return { target, input, problems };
}

interface Reading {
  target: AssetRow | undefined;
  skipped: readonly string[];
  problems: CellIssue[];
}

function readCells(
  { columns, names, manner }: AssetRowContext,
  cells: Cells,
  { target, skipped, problems }: Reading,
): Map<string, Value> {
  const said = new Map<string, Value>();
  const known = new Map<string, unknown>(Object.entries(target ?? {}));
  const place = (field: string): unknown => said.get(field) ?? known.get(field);
  for (const column of ordered(columns).filter(({ id }) => !skipped.includes(id))) {
    const cell = cells[columns.indexOf(column)] ?? null;
    if (textOfCell(cell) === '' && saysNothingBlank.includes(column.kind)) continue;
    const { value, issue } = readName(column, cell, names, place) ?? readCell(column, cell, manner);
    if (issue) problems.push({ column: column.id, code: issue });
    if (value !== undefined) said.set(column.id, value);
  }
  return said;
}

/** A blank cell of these kinds says nothing; of others it clears what was there. */
const saysNothingBlank = ['class', 'category', 'type', 'yes-no'];
/** Columns that are no field read by its kind alone. */
const readElsewhere = ['id', 'storeId', 'catalogueItemId', 'reason', 'comment'];
const statusFields = ['functionalStatus', 'reason', 'comment'];

/** A class before its categories, a category before its types. */
function ordered(columns: readonly (Column | undefined)[]): Column[] {
  const rank = ({ kind }: Column): number => ['class', 'category', 'type'].indexOf(kind);
  return columns.flatMap((column) => column ?? []).sort((a, b) => rank(a) - rank(b));
}

/** By its code or name; a site with one store needs no such column. */
function storeOf(text: string, { stores }: AssetData, problems: CellIssue[]): string {
  const only = stores.length === 1 ? stores[0] : undefined;
  const store =
    text === ''
      ? only
      : stores.find(({ id, code, name }) => [id, code, name].some((one) => folded(one) === folded(text)));
  if (!store) problems.push({ column: 'storeId', code: text === '' ? 'missing' : 'store-not-here' });
  return store?.id ?? '';
}

function targetOf(texts: ReadonlyMap<string, string>, storeId: string, { assets }: AssetData) {
  const id = texts.get('id') ?? '';
  const number = texts.get('assetNumber') ?? '';
  return (
    (id === '' ? undefined : assets.find((asset) => asset.id === id)) ??
    assets.find(
      (asset) => asset.deletedAt === undefined && asset.storeId === storeId && asset.assetNumber === number,
    )
  );
}

function itemOf(text: string, { catalogue }: AssetData, problems: CellIssue[]) {
  if (text === '') return undefined;
  const fits = catalogue.filter(({ id, code }) => id === text || folded(code) === folded(text));
  const item = fits.find(({ deletedAt }) => deletedAt === undefined) ?? fits[0];
  if (!item) problems.push({ column: 'catalogueItemId', code: 'unknown-catalogue-item' });
  return item;
}

interface StatusReading {
  texts: ReadonlyMap<string, string>;
  said: ReadonlyMap<string, Value>;
  target: AssetRow | undefined;
  reasons: AssetData['reasons'];
  problems: CellIssue[];
}

/** A log is written only where the row says other than what is known. */
function statusOf({ texts, said, target, reasons, problems }: StatusReading): StatusInput | undefined {
  const read = z.safeParse(functionalStatus, said.get('functionalStatus'));
  if (!read.success) return undefined;
  const named = texts.get('reason') ?? '';
  const reason = reasonNamed(named, read.data, reasons);
  const comment = texts.get('comment') ?? '';
  const status = {
    functionalStatus: read.data,
    ...(reason && { reasonId: reason.id }),
    ...(comment !== '' && { comment }),
  };
  if (target && isKnown(target, status, texts)) return undefined;
  if (named !== '' && !reason) problems.push({ column: 'reason', code: 'unknown-reason' });
  return status;
}

function reasonNamed(name: string, status: FunctionalStatus, reasons: AssetData['reasons']) {
  const fits = reasons.filter(
    ({ functionalStatus: of, reason }) => of === status && folded(reason) === folded(name),
  );
  return fits.find(({ deletedAt }) => deletedAt === undefined) ?? fits[0];
}

/** What a file has no column for is as it was. */
const isKnown = (target: AssetRow, status: StatusInput, texts: ReadonlyMap<string, string>): boolean =>
  target.functionalStatus === status.functionalStatus &&
  (!texts.has('reason') || target.reasonId === status.reasonId) &&
  (!texts.has('comment') || target.comment === status.comment);

function valuesOf(said: ReadonlyMap<string, Value>): Record<string, unknown> {
  const fields = [...said].filter(([id]) => !statusFields.includes(id));
  const properties = fields.flatMap(([id, value]) => {
    const key = propertyKey(id);
    return key === undefined ? [] : [[key, value] as const];
  });
  return {
    ...Object.fromEntries(fields.filter(([id]) => propertyKey(id) === undefined)),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
  };
}
